//! From samples to colours.

use tiff::{ColorType, decoder::DecodingResult, tags::Tag};

use super::{PALETTE, Raster, Reader, Reason};

/// What the samples of a picture mean.
#[derive(Debug)]
pub(super) struct Colors {
    kind: Kind,
    bits: u8,
    samples: u16,
    /// Two to the power of the bits, for palettes: red, green and blue of each index.
    palette: Vec<[u8; 3]>,
    nodata: Option<f64>,
    stretch: Option<Stretch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    YCbCr,
    Palette,
}

/// Between which values samples of more than 8 bits are spread over dark to light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    low: f64,
    high: f64,
}

impl Stretch {
    /// From the 2nd to the 98th hundredth of the values, as QGIS does; `None` where there are none.
    pub(super) fn of(mut values: Vec<f64>, nodata: Option<f64>) -> Option<Self> {
        values.retain(|value| value.is_finite() && Some(*value) != nodata);
        values.sort_unstable_by(f64::total_cmp);
        let at = |hundredth: usize| values.get(values.len() * hundredth / 100).copied();
        let (low, high) = (at(2)?, at(98)?);
        Some(Self { low, high: if high > low { high } else { low + 1.0 } })
    }

    fn byte(self, value: f64) -> u8 {
        ((value - self.low) / (self.high - self.low) * 255.0).round().clamp(0.0, 255.0) as u8
    }
}

impl Colors {
    pub(super) fn of(reader: &mut Reader, photometric: u16) -> Result<Self, Reason> {
        let color = reader.colortype().map_err(Reason::library)?;
        let bits = color.bit_depth();
        let kind = match color {
            ColorType::Gray(1 | 2 | 4 | 8) if photometric == PALETTE => Kind::Palette,
            ColorType::Gray(1 | 2 | 4 | 8 | 16 | 32) => Kind::Grey,
            ColorType::GrayA(8 | 16) | ColorType::Multiband { bit_depth: 8 | 16, num_samples: 2 } => {
                Kind::GreyAlpha
            }
            ColorType::RGBA(8 | 16) => Kind::Rgba,
            ColorType::YCbCr(8) => Kind::YCbCr,
            // The first three of several bands; what others there are is no opacity.
            ColorType::RGB(8 | 16) | ColorType::Multiband { bit_depth: 8 | 16, num_samples: 3.. } => {
                Kind::Rgb
            }
            other => return Err(Reason::PixelFormat(format!("{other:?}"))),
        };
        let palette = if kind == Kind::Palette { palette(reader, bits)? } else { Vec::new() };
        let samples = color.num_samples();
        Ok(Self { kind, bits, samples, palette, nodata: None, stretch: None })
    }

    pub(super) fn samples(&self) -> u16 {
        self.samples
    }

    pub(super) fn needs_stretch(&self) -> bool {
        self.bits > 8
    }

    pub(super) fn finish(&mut self, nodata: Option<f64>, stretch: Option<Stretch>) {
        (self.nodata, self.stretch) = (nodata, stretch);
    }

    /// A whole tile of which `data` is filled.
    pub(super) fn raster(
        &self,
        planes: &[DecodingResult],
        data: (u32, u32),
        (width, height): (u32, u32),
    ) -> Result<Raster, Reason> {
        let mut rgba = vec![0; width as usize * height as usize * 4];
        let samples =
            Samples { planes, bits: self.bits, per_pixel: usize::from(self.samples), width: data.0 as usize };
        let rows = rgba.chunks_exact_mut(width as usize * 4).take(data.1 as usize).enumerate();
        for (row, line) in rows {
            for (column, pixel) in line.chunks_exact_mut(4).take(data.0 as usize).enumerate() {
                let at = |band: usize| samples.at(column, row, band);
                let Some(color) = self.color(at) else {
                    return Err(Reason::Damaged(super::Part::Tile));
                };
                pixel.copy_from_slice(&color);
            }
        }
        Ok(Raster { width, height, rgba })
    }

    fn byte(&self, value: f64) -> u8 {
        match self.stretch {
            Some(stretch) => stretch.byte(value),
            None => {
                (value * 255.0 / f64::from((1_u32 << self.bits.min(16)) - 1)).round().clamp(0.0, 255.0) as u8
            }
        }
    }

    /// The colour of a pixel from its samples; `None` where they have run out.
    fn color(&self, at: impl Fn(usize) -> Option<f64>) -> Option<[u8; 4]> {
        let first = at(0)?;
        let is_nodata = |value: f64| !value.is_finite() || self.nodata == Some(value);
        let grey = |value: f64| if is_nodata(value) { [0; 4] } else { [self.byte(value); 3].into_opaque() };
        Some(match self.kind {
            Kind::Palette => match self.palette.get(first as usize) {
                Some(_) if is_nodata(first) => [0; 4],
                Some(color) => color.into_opaque(),
                None => [0; 4],
            },
            Kind::Grey => grey(first),
            Kind::GreyAlpha => {
                let [red, green, blue, opacity] = grey(first);
                [red, green, blue, opacity.min(self.opacity(at(1)?))]
            }
            Kind::Rgb | Kind::Rgba => {
                let (green, blue) = (at(1)?, at(2)?);
                if is_nodata(first) && is_nodata(green) && is_nodata(blue) {
                    return Some([0; 4]);
                }
                let opacity = if self.kind == Kind::Rgba { self.opacity(at(3)?) } else { 255 };
                [self.byte(first), self.byte(green), self.byte(blue), opacity]
            }
            Kind::YCbCr => ycbcr(first, at(1)?, at(2)?).into_opaque(),
        })
    }

    /// Opacity has the whole range of its bits, however the colours are spread.
    fn opacity(&self, value: f64) -> u8 {
        (value * 255.0 / f64::from((1_u32 << self.bits.min(16)) - 1)).round().clamp(0.0, 255.0) as u8
    }
}

trait IntoOpaque {
    fn into_opaque(self) -> [u8; 4];
}

impl IntoOpaque for [u8; 3] {
    fn into_opaque(self) -> [u8; 4] {
        let [red, green, blue] = self;
        [red, green, blue, 255]
    }
}

/// JFIF's conversion.
fn ycbcr(y: f64, cb: f64, cr: f64) -> [u8; 3] {
    let (cb, cr) = (cb - 128.0, cr - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb]
        .map(|channel| channel.round().clamp(0.0, 255.0) as u8)
}

/// The colours of the indices. The tag has all reds, then all greens, then all blues, in 16 bits.
fn palette(reader: &mut Reader, bits: u8) -> Result<Vec<[u8; 3]>, Reason> {
    let map: Vec<u16> =
        reader.find_tag_unsigned_vec(Tag::ColorMap).map_err(Reason::library)?.unwrap_or_default();
    let count = 1_usize << bits;
    if map.len() != 3 * count {
        return Err(Reason::Damaged(super::Part::Tags));
    }
    let (reds, rest) = map.split_at(count);
    let (greens, blues) = rest.split_at(count);
    let byte = |value: &u16| (value >> 8) as u8;
    Ok(reds
        .iter()
        .zip(greens)
        .zip(blues)
        .map(|((red, green), blue)| [byte(red), byte(green), byte(blue)])
        .collect())
}

/// Samples as they come out of the file.
struct Samples<'a> {
    planes: &'a [DecodingResult],
    bits: u8,
    per_pixel: usize,
    width: usize,
}

impl Samples<'_> {
    fn at(&self, column: usize, row: usize, band: usize) -> Option<f64> {
        let (plane, index) = if self.planes.len() > 1 {
            (self.planes.get(band)?, row * self.width + column)
        } else {
            (self.planes.first()?, (row * self.width + column) * self.per_pixel + band)
        };
        match plane {
            DecodingResult::U8(values) if self.bits < 8 => {
                // Rows begin with a whole byte.
                let per_byte = 8 / usize::from(self.bits);
                let byte = values.get(row * self.width.div_ceil(per_byte) + column / per_byte)?;
                let shift = 8 - usize::from(self.bits) * (column % per_byte + 1);
                Some(f64::from((byte >> shift) & ((1 << self.bits) - 1)))
            }
            DecodingResult::U8(values) => values.get(index).copied().map(f64::from),
            DecodingResult::U16(values) => values.get(index).copied().map(f64::from),
            DecodingResult::I16(values) => values.get(index).copied().map(f64::from),
            DecodingResult::U32(values) => values.get(index).copied().map(f64::from),
            DecodingResult::I32(values) => values.get(index).copied().map(f64::from),
            DecodingResult::F32(values) => values.get(index).copied().map(f64::from),
            _ => None,
        }
    }
}

/// Every so manieth value, at most some thousands.
pub(super) fn sample_values(plane: &DecodingResult, into: &mut Vec<f64>) {
    const MOST: usize = 4096;
    fn take<T: Copy + Into<f64>>(values: &[T], into: &mut Vec<f64>) {
        into.extend(values.iter().step_by(values.len() / MOST + 1).map(|value| (*value).into()));
    }
    match plane {
        DecodingResult::U16(values) => take(values, into),
        DecodingResult::I16(values) => take(values, into),
        DecodingResult::U32(values) => take(values, into),
        DecodingResult::I32(values) => take(values, into),
        DecodingResult::F32(values) => take(values, into),
        _ => {}
    }
}

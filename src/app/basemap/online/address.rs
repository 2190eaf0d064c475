//! Addresses of tiles.
//!
//! `{z}`, `{x}` and `{y}` stand for zoom, column and row; `{-y}` counts rows from the south; `{s}` is one of the hosts a, b and c, and
//! `{0-7}` one of those digits; `{k}` is the key that the person has from the provider. `#4-17` at the end says which zooms there are.

use std::fmt::Write as _;

/// The zooms of an address that does not say them.
const USUAL_ZOOMS: (u8, u8) = (0, 18);
/// The deepest zoom that an address may ask for.
const ZOOM_MAX: u8 = 22;

/// The names of keys in the addresses of providers; what follows is kept on this device and not in the project.
const KEY_NAMES: &[&str] = &["tk", "key", "apikey", "api_key", "ak", "access_token", "token"];

/// An address with places for zoom, column and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pattern: String,
    /// The zooms there are.
    pub zooms: (u8, u8),
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It does not begin with http:// or https://.
    #[error("it has to begin with http:// or https://")]
    Scheme,
    /// A place is missing.
    #[error("it needs {{z}}, {{x}} and {{y}} (or {{-y}})")]
    Places,
    /// The zooms at the end make no sense.
    #[error("the zooms at the end are written like #4-17, up to 22")]
    Zooms,
}

impl Address {
    /// Understands an address.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim();
        let (pattern, zooms) = match text.split_once('#') {
            Some((pattern, zooms)) => (pattern, zooms_of(zooms).ok_or(BadAddress::Zooms)?),
            None => (text, USUAL_ZOOMS),
        };
        let lower = pattern.to_ascii_lowercase();
        if !(lower.starts_with("http://") || lower.starts_with("https://")) {
            return Err(BadAddress::Scheme);
        }
        let has_row = pattern.contains("{y}") || pattern.contains("{-y}");
        if !(pattern.contains("{z}") && pattern.contains("{x}") && has_row) {
            return Err(BadAddress::Places);
        }
        Ok(Self { pattern: pattern.to_owned(), zooms })
    }

    /// Does it need a key?
    pub fn needs_key(&self) -> bool {
        self.pattern.contains("{k}")
    }

    /// The host, which the key and the memory of its tiles are kept for.
    pub fn host(&self) -> &str {
        let rest = self.pattern.split_once("//").map_or("", |(_, rest)| rest);
        rest.split(['/', '?']).next().unwrap_or_default()
    }

    /// The address of one tile.
    pub fn of(&self, zoom: u8, column: u32, row: u32, key: &str) -> String {
        let from_south = (1_u64 << zoom).saturating_sub(1 + u64::from(row));
        let turn = u64::from(column) + u64::from(row);
        let mut address = String::with_capacity(self.pattern.len() + 32);
        let mut rest = self.pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            address.push_str(before);
            let Some((place, after)) = after.split_once('}') else {
                address.push('{');
                rest = after;
                continue;
            };
            let written = match place {
                "z" => write!(address, "{zoom}"),
                "x" => write!(address, "{column}"),
                "y" => write!(address, "{row}"),
                "-y" => write!(address, "{from_south}"),
                "s" => write!(address, "{}", ["a", "b", "c"].get((turn % 3) as usize).unwrap_or(&"a")),
                "k" => write!(address, "{}", escaped(key)),
                other => match digits_of(other) {
                    Some((first, last)) => write!(address, "{}", first + turn % (last - first + 1)),
                    None => write!(address, "{{{other}}}"),
                },
            };
            // Writing to a text can't fail.
            written.ok();
            rest = after;
        }
        address.push_str(rest);
        address
    }
}

fn zooms_of(text: &str) -> Option<(u8, u8)> {
    let (least, most) = text.trim().split_once('-')?;
    let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
    (least <= most && most <= ZOOM_MAX).then_some((least, most))
}

/// `0-7`.
fn digits_of(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last && last < 100).then_some((first, last))
}

/// A key as a part of an address.
fn escaped(key: &str) -> String {
    let mut text = String::new();
    for byte in key.trim().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            text.push(char::from(byte));
        } else {
            // Writing to a text can't fail.
            write!(text, "%{byte:02X}").ok();
        }
    }
    text
}

/// An address as it was pasted, key and all → the address with `{k}` in its place, and the key.
pub fn without_key(text: &str) -> (String, Option<String>) {
    for name in KEY_NAMES {
        for start in [format!("?{name}="), format!("&{name}=")] {
            let Some(at) = text.find(&start) else { continue };
            let (before, after) = text.split_at(at + start.len());
            let end = after.find(['&', '#']).unwrap_or(after.len());
            let (key, rest) = after.split_at(end);
            if !key.is_empty() && !key.contains('{') {
                return (format!("{before}{{k}}{rest}"), Some(key.to_owned()));
            }
        }
    }
    (text.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &str) {
        assert_eq!(Address::parse(pattern).unwrap().of(3, 5, 2, "a b"), expected);
    }

    #[test]
    fn places_are_filled_in() {
        check("http://t/{z}/{x}/{y}.png", "http://t/3/5/2.png");
        check("http://t/{z}/{x}/{-y}.png", "http://t/3/5/5.png");
        check("https://{s}.t/{z}/{x}/{y}?tk={k}", "https://b.t/3/5/2?tk=a%20b");
        check("https://t{0-7}.t/{z}/{x}/{y}", "https://t7.t/3/5/2");
        check("https://t/{z}/{x}/{y}/{what}", "https://t/3/5/2/{what}");
    }

    #[test]
    fn addresses_that_can_not_be_right_are_refused() {
        assert_eq!(Address::parse("ftp://t/{z}/{x}/{y}"), Err(BadAddress::Scheme));
        assert_eq!(Address::parse("/etc/{z}/{x}/{y}"), Err(BadAddress::Scheme));
        assert_eq!(Address::parse("http://t/{z}/{x}"), Err(BadAddress::Places));
        assert_eq!(Address::parse("http://t/{z}/{x}/{y}#9-3"), Err(BadAddress::Zooms));
        assert_eq!(Address::parse("http://t/{z}/{x}/{y}#0-23"), Err(BadAddress::Zooms));
        assert_eq!(Address::parse("http://t/{z}/{x}/{y}#4-17").unwrap().zooms, (4, 17));
    }

    #[test]
    fn a_key_is_taken_out_of_an_address() {
        let (address, key) = without_key("https://t/{z}/{x}/{y}?a=1&tk=SECRET#1-9");
        assert_eq!(
            (address.as_str(), key.as_deref()),
            ("https://t/{z}/{x}/{y}?a=1&tk={k}#1-9", Some("SECRET"))
        );
        assert_eq!(without_key("https://t/{z}/{x}/{y}?tk={k}").1, None);
    }
}

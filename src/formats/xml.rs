//! XML as a flat run of tags and texts: decoded, entities resolved, names without their prefix, never deeper than a stack holds.
//! Declarations of entities are not followed, so none of them can grow.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::{Reader, events::Event};

use super::{Quantity, Reason};

/// The deepest nesting of tags.
const DEPTH_MAX: usize = 64;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A tag, with its attributes.
    Open(String, Vec<(String, String)>),
    /// The end of a tag.
    Close(String),
    /// Text, also that of CDATA.
    Text(String),
}

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
}

/// Decodes a document by its mark, else by its declaration, else as UTF-8 where it is, else as GBK.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding) {
    let by_mark = [(&b"\xef\xbb\xbf"[..], UTF_8), (b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)];
    if let Some((rest, encoding)) =
        by_mark.into_iter().find_map(|(mark, it)| Some((bytes.strip_prefix(mark)?, it)))
    {
        return (encoding.decode_without_bom_handling(rest).0, encoding);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return (text.into(), UTF_8);
    }
    let head = String::from_utf8_lossy(bytes.get(..200.min(bytes.len())).unwrap_or_default());
    let declared = head.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next()?;
        super::encoding::for_label(rest.get(1..)?.split(quote).next()?)
    });
    // What says UTF-8 and is not is what Chinese programs write: GBK.
    let encoding = declared.filter(|it| *it != UTF_8).unwrap_or(encoding_rs::GB18030);
    (encoding.decode_without_bom_handling(bytes).0, encoding)
}

/// Goes through a document.
pub(super) struct Pieces<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// The end of a tag that closed itself.
    closing: Option<String>,
    /// The bytes of the document.
    pub(super) length: u64,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0, closing: None, length: text.len() as u64 }
    }

    /// How far it is, in bytes.
    pub(super) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// The next piece; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Reason> {
        if let Some(name) = self.closing.take() {
            return Ok(Some(Piece::Close(name)));
        }
        loop {
            return Ok(Some(match self.reader.read_event().map_err(Reason::library)? {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        return Err(Reason::TooLarge { what: Quantity::Depth, limit: DEPTH_MAX as u64 });
                    }
                    Piece::Open(name(tag.local_name().into_inner()), attributes(&tag))
                }
                Event::Empty(tag) => {
                    let name = name(tag.local_name().into_inner());
                    self.closing = Some(name.clone());
                    Piece::Open(name, attributes(&tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::Close(name(tag.local_name().into_inner()))
                }
                Event::Text(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Piece::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Piece::Text(resolved(&reference)),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// The text up to the end of the tag that was opened last, tags inside it left out.
    pub(super) fn text(&mut self) -> Result<String, Reason> {
        let mut inside = 1_usize;
        let mut text = String::new();
        while let Some(piece) = self.next()? {
            match piece {
                Piece::Open(..) => inside += 1,
                Piece::Close(_) => inside -= 1,
                Piece::Text(more) => text.push_str(&more),
            }
            if inside == 0 {
                break;
            }
        }
        Ok(text)
    }
}

fn name(name: &str) -> String {
    name.to_owned()
}

fn attributes(tag: &quick_xml::events::BytesStart<'_>) -> Vec<(String, String)> {
    // A broken attribute is no reason to lose the tag.
    let mut all = tag.attributes();
    all.with_checks(false)
        .filter_map(Result::ok)
        .map(|it| {
            let value = it
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| String::new(), Cow::into_owned);
            (name(it.key.local_name().into_inner()), value)
        })
        .collect()
}

/// `&amp;` and `&#37329;`; anything else stays as it is written.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name: &str = reference;
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "nbsp" => " ".to_owned(),
        other => format!("&{other};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Result<Vec<Piece>, Reason> {
        let mut pieces = Pieces::of(text);
        let mut all = Vec::new();
        while let Some(piece) = pieces.next()? {
            all.push(piece);
        }
        Ok(all)
    }

    #[test]
    fn tags_texts_and_references_are_read() {
        let found = pieces("<a:x y='1 &lt; 2'>b &amp; <![CDATA[<c>]]>&#37329;</a:x><z/>").unwrap();
        let mut text = String::new();
        for piece in &found {
            if let Piece::Text(more) = piece {
                text.push_str(more);
            }
        }
        assert_eq!(text, "b & <c>金");
        assert_eq!(found[0], Piece::Open("x".into(), vec![("y".into(), "1 < 2".into())]));
        assert_eq!(found[found.len() - 2..], [Piece::Open("z".into(), vec![]), Piece::Close("z".into())]);
    }

    #[test]
    fn nesting_without_end_is_refused_and_entities_do_not_grow() {
        assert!(pieces(&"<a>".repeat(DEPTH_MAX)).is_ok());
        assert!(matches!(
            pieces(&"<a>".repeat(DEPTH_MAX + 1)),
            Err(Reason::TooLarge { what: Quantity::Depth, .. })
        ));
        let bomb = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>";
        assert!(pieces(bomb).unwrap().contains(&Piece::Text("&b;".into())));
    }

    #[test]
    fn documents_say_their_encoding_or_show_it() {
        let gbk = encoding_rs::GB18030.encode("<?xml version='1.0' encoding='GBK'?><a>河</a>").0.into_owned();
        assert!(decode(&gbk).0.contains('河'));
        let wrong =
            encoding_rs::GB18030.encode("<?xml version='1.0' encoding='UTF-8'?><a>河</a>").0.into_owned();
        assert!(decode(&wrong).0.contains('河'));
        assert_eq!(decode("\u{feff}<a>河</a>".as_bytes()).0, "<a>河</a>");
    }
}

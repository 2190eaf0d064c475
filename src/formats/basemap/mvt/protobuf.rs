//! The encoding of vector tiles: fields with numbers, each a number or a run of bytes.

use crate::formats::bytes::{Bytes, Order};

/// A field of a message.
pub(super) struct Field<'a> {
    pub(super) number: u64,
    pub(super) value: Value<'a>,
}

/// What a field holds.
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Bits32(u32),
    Bits64(u64),
}

/// The fields of a message in turn; a `None` among them says that the message is broken, and ends it.
pub(super) struct Message<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Message<'a> {
    type Item = Option<Field<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let mut bytes = Bytes::new(self.0);
        let field = field(&mut bytes);
        self.0 = if field.is_some() { bytes.rest() } else { &[] };
        Some(field)
    }
}

fn field<'a>(bytes: &mut Bytes<'a>) -> Option<Field<'a>> {
    let key = bytes.varint()?;
    let value = match key & 7 {
        0 => Value::Number(bytes.varint()?),
        1 => Value::Bits64(bytes.u64(Order::Little)?),
        2 => {
            let length = usize::try_from(bytes.varint()?).ok()?;
            Value::Bytes(bytes.take(length)?)
        }
        5 => Value::Bits32(bytes.u32(Order::Little)?),
        _ => return None,
    };
    Some(Field { number: key >> 3, value })
}

/// Packed numbers in turn; an error among them ends them.
pub(super) struct Numbers<'a>(pub(super) &'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = Result<u64, ()>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let mut bytes = Bytes::new(self.0);
        let number = bytes.varint();
        self.0 = if number.is_some() { bytes.rest() } else { &[] };
        Some(number.ok_or(()))
    }
}

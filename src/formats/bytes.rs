//! Reads numbers out of a slice and never past its end.

/// What is left of a slice. Every method takes from the front, or gives `None` and the record is broken.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// How many bytes are left.
    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*head)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self, order: Order) -> Option<u16> {
        self.array().map(|bytes| match order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        })
    }

    pub(super) fn u32(&mut self, order: Order) -> Option<u32> {
        self.array().map(|bytes| match order {
            Order::Little => u32::from_le_bytes(bytes),
            Order::Big => u32::from_be_bytes(bytes),
        })
    }

    pub(super) fn u64(&mut self, order: Order) -> Option<u64> {
        self.array().map(|bytes| match order {
            Order::Little => u64::from_le_bytes(bytes),
            Order::Big => u64::from_be_bytes(bytes),
        })
    }

    /// A number of seven bits a byte, the lowest first; the highest bit says that there is more.
    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                // The tenth byte has room for one bit.
                return (shift < 63 || byte <= 1).then_some(number);
            }
        }
        None
    }

    pub(super) fn f64(&mut self, order: Order) -> Option<f64> {
        self.array().map(|bytes| match order {
            Order::Little => f64::from_le_bytes(bytes),
            Order::Big => f64::from_be_bytes(bytes),
        })
    }

    /// A count of things that take at least `size` bytes each; `None` if so many can't follow. Nothing is ever reserved
    /// for a count that did not pass here.
    pub(super) fn count(&mut self, size: usize, order: Order) -> Option<usize> {
        let count = self.u32(order)? as usize;
        (count.checked_mul(size)? <= self.len()).then_some(count)
    }
}

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

//! The unified social credit code of a company or an institution (统一社会信用代码).
//!
//! Source: GB 32100-2015: 18 signs of an alphabet without I, O, S, V, Z, the last of which checks the others with the
//! weights 3^i modulo 31 (formula confirmed on real codes, domain dossier §8.4 B16).

use crate::domain::words;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What is wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It does not have 18 signs; so many it has.
    Length(usize),
    /// A sign that no code has.
    Sign(char),
    /// The last sign does not fit the others; this one would.
    CheckDigit(char),
}

/// The code as it is kept: no blanks, full-width forms as ASCII, capital letters.
pub fn tidy(text: &str) -> String {
    words::code(text).to_ascii_uppercase()
}

/// What is wrong with `text`, if anything is.
pub fn flaw(text: &str) -> Option<Flaw> {
    let code = tidy(text);
    let count = code.chars().count();
    let mut values = Vec::with_capacity(count);
    for sign in code.chars() {
        match ALPHABET.chars().position(|it| it == sign) {
            Some(value) => values.push(value),
            None => return Some(Flaw::Sign(sign)),
        }
    }
    if count != 18 {
        return Some(Flaw::Length(count));
    }
    let mut weight = 1;
    let mut sum = 0;
    for value in values.iter().take(17) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    let check = (31 - sum % 31) % 31;
    let wrong = values.last() != Some(&check);
    let right = ALPHABET.chars().nth(check)?;
    wrong.then_some(Flaw::CheckDigit(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_codes_pass() {
        for code in [
            "91130200699229617X",
            "911302307808371268",
            "９１１３０２３０７８０８３７１２６８",
            " 9113 0200 6992 2961 7x ",
        ] {
            assert_eq!(flaw(code), None, "{code}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_found() {
        assert_eq!(flaw("911302006992296170"), Some(Flaw::CheckDigit('X')));
        assert_eq!(flaw("91130200699226917X").map(|it| matches!(it, Flaw::CheckDigit(_))), Some(true));
        assert_eq!(flaw("91130200699229617"), Some(Flaw::Length(17)));
        assert_eq!(flaw("9113O200699229617X"), Some(Flaw::Sign('O')));
    }
}

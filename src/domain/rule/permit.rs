//! The number of a discharge permit (排污许可证编号).
//!
//! Source: HJ 608-2017 as in domain dossier §2.3 and §8.4 B17: the credit code of the unit, three digits, and a letter, P
//! for the permit itself: 22 signs.

use super::credit_code;

/// What is wrong with a permit number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not 18 signs, three digits and a letter.
    Pattern,
    /// It begins with another credit code than the one given.
    OtherUnit,
    /// The credit code that it begins with is wrong.
    CreditCode,
}

/// What is wrong with `permit`, if anything is. `code` is the credit code of the entity, where it is known.
pub fn flaw(permit: &str, code: &str) -> Option<Flaw> {
    let permit = credit_code::tidy(permit);
    let code = credit_code::tidy(code);
    let Some((unit, rest)) = permit.split_at_checked(18) else { return Some(Flaw::Pattern) };
    let mut rest = rest.chars();
    let digits = rest.by_ref().take(3).filter(char::is_ascii_digit).count() == 3;
    let letter = rest.next().is_some_and(|it| it.is_ascii_uppercase());
    if !permit.is_ascii() || !digits || !letter || rest.next().is_some() {
        return Some(Flaw::Pattern);
    }
    if !code.is_empty() && code != unit {
        return Some(Flaw::OtherUnit);
    }
    credit_code::flaw(unit).map(|_| Flaw::CreditCode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_is_the_credit_code_three_digits_and_a_letter() {
        assert_eq!(flaw("91130200699229617X001P", "91130200699229617X"), None);
        assert_eq!(flaw("91130200699229617x001p", ""), None);
        assert_eq!(flaw("91130200699229617X01P", ""), Some(Flaw::Pattern));
        assert_eq!(flaw("91130200699229617X001P1", ""), Some(Flaw::Pattern));
        assert_eq!(flaw("许可证", ""), Some(Flaw::Pattern));
    }

    #[test]
    fn it_belongs_to_the_entity() {
        assert_eq!(flaw("91130200699229617X001P", "911302307808371268"), Some(Flaw::OtherUnit));
        assert_eq!(flaw("911302006992296170001P", ""), Some(Flaw::CreditCode));
    }
}

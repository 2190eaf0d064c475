//! Times of the day as people type them: `9:30`, `09：30`, `0930`, `9时30分`.

use crate::domain::words;

/// The time as it is kept, `09:30`; nothing where it is none.
pub fn tidy(text: &str) -> Option<String> {
    let plain = words::plain(text).replace(['时', '点', '.'], ":").replace('分', "");
    let (hours, minutes) = match plain.split_once(':') {
        Some((hours, "")) => (hours, "0"),
        Some(parts) => parts,
        None if plain.len() == 4 => plain.split_at_checked(2)?,
        None => return None,
    };
    let digits = |part: &str| part.chars().all(|it| it.is_ascii_digit()) && part.len() <= 2;
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for text in ["9:30", "09：30", "0930", "9时30分", "9点30", "9.30"] {
            assert_eq!(tidy(text).as_deref(), Some("09:30"), "{text}");
        }
        assert_eq!(tidy("9时").as_deref(), Some("09:00"));
        for text in ["", "25:00", "9:61", "morning", "930000"] {
            assert_eq!(tidy(text), None, "{text}");
        }
    }
}

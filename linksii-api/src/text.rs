//! Cutting text.

/// The text up to this many bytes, without cutting a character in two.
pub(crate) fn prefix(text: &str, most: usize) -> &str {
    let most = most.min(text.len());
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn no_character_is_cut_in_two() {
        for (most, expected) in [
            (0, ""),
            (1, "a"),
            (2, "a"),
            (3, "aü"),
            (4, "aüb"),
            (9, "aüb"),
        ] {
            assert_eq!(prefix("aüb", most), expected);
        }
    }
}

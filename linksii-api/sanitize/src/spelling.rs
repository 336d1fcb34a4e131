//! A secret in the spellings in which a text may repeat it.
//!
//! Text and secret are both read character by character, each as what it spells, so that any mixture of
//! spellings is found: `/` may be written `/`, `\/`, `\\\/`, `%2F`, `%252f`, `\u002F`, `\x2f` or `&#47;`.

/// How many backslashes may be before a character: JSON in JSON in JSON has seven.
const MOST_BACKSLASHES: usize = 8;

/// What the start of a text spells, and how many bytes that takes.
///
/// Backslashes quote the punctuation after them. Before anything else, as in `\n`, they are one of their own.
pub(crate) fn character(text: &[u8]) -> Option<(u8, usize)> {
    let backslashes = text.iter().take(MOST_BACKSLASHES);
    let backslashes = backslashes.take_while(|byte| **byte == b'\\').count();
    let rest = &text[backslashes..];
    let escaped = match rest {
        [b'u', digits @ ..] if backslashes > 0 => hexadecimal(digits, 4).map(|byte| (byte, 5)),
        [b'x', digits @ ..] if backslashes > 0 => hexadecimal(digits, 2).map(|byte| (byte, 3)),
        [b'%', digits @ ..] => percent(digits),
        [b'&', b'#', digits @ ..] => reference(digits),
        _ => None,
    };
    match (escaped, rest.first()) {
        (Some((byte, length)), _) => Some((byte, backslashes + length)),
        (None, Some(byte)) if backslashes == 0 || byte.is_ascii_punctuation() => {
            Some((*byte, backslashes + 1))
        }
        (None, _) => (backslashes > 0).then_some((b'\\', backslashes)),
    }
}

/// What a text spells.
pub(crate) fn characters(mut text: &[u8]) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let (byte, length) = character(text)?;
        text = &text[length..];
        Some(byte)
    })
}

/// How many bytes of a text's start spell this, if they do, in any case of its letters or in the same.
pub(crate) fn length(text: &[u8], spelled: &[u8], is_any_case: bool) -> Option<usize> {
    let mut at = 0;
    for expected in spelled {
        let (byte, length) = character(&text[at..])?;
        let is_same = byte == *expected || is_any_case && byte.eq_ignore_ascii_case(expected);
        if !is_same {
            return None;
        }
        at += length;
    }
    Some(at)
}

/// `2F`, and `252F` where it has been encoded twice.
fn percent(digits: &[u8]) -> Option<(u8, usize)> {
    let mut at = 0;
    while digits[at..].starts_with(b"25") {
        at += 2;
    }
    match hexadecimal(&digits[at..], 2) {
        Some(byte) => Some((byte, 1 + at + 2)),
        // A percent sign.
        None => (at > 0).then_some((b'%', 1 + at)),
    }
}

/// `47;` or `x2F;`, as HTML has it.
fn reference(digits: &[u8]) -> Option<(u8, usize)> {
    let end = digits.iter().take(8).position(|byte| *byte == b';')?;
    let number = std::str::from_utf8(&digits[..end]).ok()?;
    let byte = match number.strip_prefix(['x', 'X']) {
        Some(number) => u8::from_str_radix(number, 16),
        None => number.parse(),
    };
    Some((byte.ok()?, 2 + end + 1))
}

/// The number that this many hexadecimal digits are.
fn hexadecimal(text: &[u8], digits: usize) -> Option<u8> {
    let digits = text.get(..digits)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let number = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    number.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_of_a_character_is_read() {
        for text in [
            "/", r"\/", r"\\\/", "%2F", "%2f", "%252f", "%25252F", r"\u002F", r"\\u002f", r"\x2f",
            "&#47;", "&#047;", "&#x2F;", "&#X2f;",
        ] {
            assert_eq!(
                character(text.as_bytes()),
                Some((b'/', text.len())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_a_whole_escape_is_itself() {
        for (text, expected) in [
            ("%2", b'%'),
            ("%+1", b'%'),
            ("&#", b'&'),
            ("&#x;", b'&'),
            ("&#99999;", b'&'),
            ("u002f", b'u'),
        ] {
            assert_eq!(character(text.as_bytes()), Some((expected, 1)), "{text}");
        }
        assert_eq!(character(b"%25"), Some((b'%', 3)));
        for text in [r"\n", r"\u00", r"\u20ac", r"\xg0", "\\ü", r"\ "] {
            assert_eq!(character(text.as_bytes()), Some((b'\\', 1)), "{text}");
        }
        assert_eq!(character(br"\\n"), Some((b'\\', 2)));
        assert_eq!(character(br"\\"), Some((b'\\', 2)));
        assert_eq!(character(b""), None);
    }
}

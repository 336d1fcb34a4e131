//! What an identifier cannot have, in letters that it can.

use deunicode::deunicode;

/// The longest name. A file is named after a resource, and file systems take 255 bytes.
const LONGEST: usize = 120;

/// Text in ASCII, with a space between words. Signs are spelled out where they are all there is
/// (`<=`), or before a number (`-1`).
pub(super) fn ascii(name: &str) -> String {
    let name = if name.is_ascii() {
        name.to_owned()
    } else {
        deunicode(name)
    };
    if !name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return name.chars().map(sign).collect::<Vec<_>>().join(" ");
    }
    let number_follows = name.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let spelled = name.char_indices().map(|(index, c)| match c {
        '+' | '-' if index == 0 && number_follows => format!("{} ", sign(c)),
        c if c.is_ascii_alphanumeric() => c.to_string(),
        _ => " ".to_owned(),
    });
    spelled.collect()
}

/// Text with all of its signs spelled out, also those that separate words.
pub(super) fn spelled_out(name: &str) -> String {
    let spelled = name.chars().map(|c| {
        let word = match c {
            '_' => "underscore",
            ' ' => "space",
            ':' => "colon",
            ',' => "comma",
            _ => sign(c),
        };
        if word.is_empty() {
            c.to_string()
        } else {
            format!(" {word} ")
        }
    });
    spelled.collect()
}

/// A sign in words; nothing for what separates words.
fn sign(c: char) -> &'static str {
    match c {
        '!' => "not",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '*' => "star",
        '+' => "plus",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '^' => "caret",
        '|' => "or",
        '~' => "tilde",
        _ => "",
    }
}

/// A name that is not too long: what is cut off is a number at its end, the same each time.
pub(super) fn shortened(name: String, separator: &str) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    // FNV-1a: it never changes, as the names that it is in must not.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let end = (0..=LONGEST - 16)
        .rev()
        .find(|at| name.is_char_boundary(*at))
        .unwrap_or_default();
    format!("{}{separator}{hash:08x}", name[..end].trim_end_matches('_'))
}

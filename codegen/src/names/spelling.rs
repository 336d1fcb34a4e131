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
    let mut spelled = String::with_capacity(name.len());
    let number_follows = name.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    for (index, c) in name.char_indices() {
        match c {
            '+' | '-' if index == 0 && number_follows => {
                spelled.push_str(sign(c));
                spelled.push(' ');
            }
            c if c.is_ascii_alphanumeric() => spelled.push(c),
            _ => spelled.push(' '),
        }
    }
    spelled
}

/// Text with all of its signs spelled out, also those that separate words.
pub(super) fn spelled_out(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len());
    for c in name.chars() {
        match (sign(c), c) {
            ("", '_') => spelled.push_str(" underscore "),
            ("", ' ') => spelled.push_str(" space "),
            ("", ':') => spelled.push_str(" colon "),
            ("", ',') => spelled.push_str(" comma "),
            ("", c) => spelled.push(c),
            (word, _) => {
                spelled.push(' ');
                spelled.push_str(word);
                spelled.push(' ');
            }
        }
    }
    spelled
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

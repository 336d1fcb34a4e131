//! What is redacted, and what stays.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

use super::Sanitizer;

const PREFIX: &str = "lnk_";
const KEY: &str = "lnk_abc.def+ghi/jkl==";

fn sanitizer() -> Sanitizer {
    Sanitizer::new(KEY, PREFIX)
}

#[test]
fn the_own_key_is_redacted_as_a_whole_in_every_spelling() {
    for echo in [
        KEY.to_owned(),
        KEY.to_uppercase(),
        r"lnk_abc.def+ghi\/jkl==".to_owned(),
        r"lnk_abc.def+ghi\\\/jkl==".to_owned(),
        r"lnk\u005fabc.def\u002Bghi\/jkl==".to_owned(),
        "lnk%5Fabc%2Edef%2Bghi%2Fjkl%3D%3D".to_owned(),
        "lnk_abc.def%2Bghi%2fjkl%3D%3D".to_owned(),
        "lnk_abc.def%252Bghi%252Fjkl%253D=".to_owned(),
        "lnk_abc.def+ghi&#x2F;jkl&#61;&#x3D;".to_owned(),
        KEY.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        KEY.bytes().map(|byte| format!("\\u{byte:04x}")).collect(),
    ] {
        let text = format!("ü '{echo}' is revoked");
        let expected = "ü 'lnk_[redacted]' is revoked";
        assert_eq!(sanitizer().redact(&text), expected, "{echo}");
        assert_eq!(sanitizer().redact_own_key(&text), expected, "{echo}");
    }
}

#[test]
fn the_own_key_is_redacted_in_base64_wherever_it_starts() {
    for before in ["", ":", "a:", "Bearer ", "user:"] {
        for after in ["", ".", "..", "\n"] {
            let text = format!("{before}{KEY}{after}");
            let standard = BASE64_STANDARD.encode(&text);
            for base64 in [
                standard.replace('/', r"\/"),
                standard.replace('+', "%2B").replace('=', "%3D"),
                standard,
                BASE64_URL_SAFE_NO_PAD.encode(&text),
            ] {
                let echo = format!("?auth={base64}, denied");
                assert_eq!(
                    sanitizer().redact(&echo),
                    "?auth=[redacted], denied",
                    "{text:?}"
                );
            }
        }
    }
}

#[test]
fn json_without_the_key_is_json() {
    let base64 = BASE64_STANDARD.encode(KEY);
    for before in [
        r"\n", r"\u0041", r"\/", r"a\\", r"\u0041b", r"\uffff", r#"\""#,
    ] {
        for echo in [KEY, &base64] {
            let json = format!(r#"{{"a":"{before}{echo}\"{echo}\n"}}"#);
            let redacted = sanitizer().redact(&json).into_owned();
            let read: Result<serde_json::Value, _> = serde_json::from_str(&redacted);
            assert!(read.is_ok(), "{json} {redacted}");
        }
    }
}

#[test]
fn a_key_with_any_printable_character_is_redacted() {
    let key = r#"lnk_a"b,c;d)e]f}g<h>i\j'k%41l&#46;m\"#;
    let sanitizer = Sanitizer::new(key, PREFIX);
    let json = |text: &str| text.replace('\\', r"\\").replace('"', r#"\""#);
    for text in [key.to_owned(), json(key), json(&json(key))] {
        // A backslash at its end is nothing that helps to guess it.
        let redacted = sanitizer.redact(&text).into_owned();
        assert_eq!(redacted.trim_end_matches('\\'), "lnk_[redacted]", "{text}");
    }
}

#[test]
fn other_keys_are_redacted_and_the_rest_stays() {
    for (text, expected) in [
        (
            "no key here: lnk, lnk_ or lnk_…",
            "no key here: lnk, lnk_ or lnk_…",
        ),
        (
            r#"{"key": "lnk_a1-B2_c", "n": 1}"#,
            r#"{"key": "lnk_[redacted]", "n": 1}"#,
        ),
        ("lnk_a lnk_b", "lnk_[redacted] lnk_[redacted]"),
        ("LNK_A%20lnk%5Fb", "lnk_[redacted]%20lnk_[redacted]"),
        (
            r"lnk_a\/b\nlnk_c\\nd",
            r"lnk_[redacted]\nlnk_[redacted]\\nd",
        ),
        (
            "lnk_abc.def+ghi/jkl== lnk_other",
            "lnk_[redacted] lnk_[redacted]",
        ),
        ("lnk_abc.def+ghi/jkl==other", "lnk_[redacted]"),
        ("lnk_[redacted]", "lnk_[redacted]"),
    ] {
        assert_eq!(sanitizer().redact(text), expected);
        assert_eq!(Sanitizer::new("", PREFIX).redact(text), expected);
    }
}

#[test]
fn other_keys_stay_where_only_the_own_one_is_redacted() {
    let text = "lnk_other lnk_abc.def+ghi/jkl==";
    assert_eq!(sanitizer().redact_own_key(text), "lnk_other lnk_[redacted]");
}

#[test]
fn a_key_without_the_prefix_is_redacted_unless_it_may_be_a_word() {
    let text = "a secret, s3cretS3cret, lnk_a";
    let redact = |key, prefix| Sanitizer::new(key, prefix).redact(text).into_owned();
    assert_eq!(redact("s3cretS3cret\n", ""), "a secret, [redacted], lnk_a");
    assert_eq!(redact("secret", ""), text);
    assert_eq!(redact(" ", ""), text);
    assert_eq!(redact("", PREFIX), "a secret, s3cretS3cret, lnk_[redacted]");
    assert_eq!(Sanitizer::default().redact(text), text);
}

#[test]
fn a_key_that_a_bound_cuts_is_not_shown_in_part() {
    let base64 = BASE64_STANDARD.encode(KEY);
    for longest in [1, 20, 500] {
        // Around the bound, and around where the search ends.
        let searched = longest * 4 + 4096;
        for before in (0..=longest).chain(searched - 40..=searched) {
            for echo in [KEY, &base64] {
                let text = format!("{}{echo} end", ".".repeat(before));
                let line = sanitizer().line(&text, longest);
                assert!(!line.contains("abc") && !line.contains("YWJj"), "{line}");
            }
        }
    }
    // Redaction shortens this far below the bound.
    let line = sanitizer().line(&format!("lnk_{} ", "x".repeat(9000)).repeat(9), 500);
    assert_eq!(line, "lnk_[redacted]…");
}

#[test]
fn a_line_is_without_keys_escaped_and_bounded() {
    let text = format!("\u{1b}[2J\r\n\u{202e}{KEY} {}", "x".repeat(99));
    let line = sanitizer().line(&text, 40);
    assert_eq!(
        line,
        r"\u{1b}[2J\r\n\u{202e}lnk_[redacted] xxxxxxxxxxxxxxxxxx…"
    );
    assert_eq!(
        sanitizer().line(&"ü".repeat(1 << 20), 20),
        format!("{}…", "ü".repeat(20))
    );
}

#[test]
fn hostile_texts_are_searched_in_linear_time() {
    // Were it quadratic, this would take minutes.
    for text in ["\\", "%25", "&#", "lnk_", "l", "A", "\\u006c"] {
        let text = text.repeat(1 << 16);
        let shown = sanitizer().redact(&text);
        assert!(shown.len() <= text.len());
    }
}

#[test]
fn debug_shows_no_key() {
    assert_eq!(format!("{:?}", sanitizer()), "Sanitizer");
}

//! Documentation: the document's words as rustdoc.

use linksii_sanitize::is_unsafe;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Evidence, Resource, Usage};

/// The longest line of text, without indentation and `///`.
const WIDTH: usize = 88;

/// A documentation comment.
pub(super) fn doc(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| {
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// A documentation comment of several paragraphs; empty ones are left out.
pub(super) fn paragraphs<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
    let paragraphs = paragraphs.into_iter();
    let paragraphs = paragraphs.map(|it| it.as_ref().trim().to_owned());
    let paragraphs: Vec<String> = paragraphs.filter(|it| !it.is_empty()).collect();
    doc(&paragraphs.join("\n\n"))
}

/// The document's own words: as they are, but nothing in them is code to run, a link to an item
/// of ours, or HTML.
pub(super) fn words(text: &str) -> String {
    let mut fenced = false;
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let text = readable(text);
    for line in text.trim().lines() {
        let line = line.trim();
        let fence = line.starts_with("```");
        if fence || fenced || line.is_empty() || is_block(line) {
            wrap(&mut paragraph, &mut lines);
        }
        if fence {
            // What rustdoc does not know to be something else it would run.
            lines.push(if fenced {
                "```".to_owned()
            } else {
                "```text".to_owned()
            });
            fenced = !fenced;
        } else if fenced || line.is_empty() {
            lines.push(line.to_owned());
        } else if is_block(line) {
            lines.push(plain(line));
        } else {
            paragraph.push_str(&plain(line));
            paragraph.push(' ');
        }
    }
    wrap(&mut paragraph, &mut lines);
    if fenced {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Without characters that no comment may hold.
fn readable(text: &str) -> String {
    text.replace(|c| c != '\n' && is_unsafe(c), " ")
}

/// The document's words, or ours where it has none.
pub(super) fn described(description: &str, ours: String) -> String {
    let words = words(description);
    if words.is_empty() { ours } else { words }
}

/// The file of a resource, without its ending, and what it is about.
pub(super) fn about_resource(resource: &Resource) -> (&str, String) {
    let file = resource.name.trim_start_matches("r#");
    let about = match resource.description.trim() {
        "" => format!("The operations on {file}."),
        description => description.to_owned(),
    };
    (file, about)
}

/// A line that does not flow into the next: an item of a list, a heading, a row of a table.
fn is_block(line: &str) -> bool {
    line.starts_with(['-', '*', '#', '|', '>', '+'])
        || line.split_once(['.', ')']).is_some_and(|(number, rest)| {
            rest.starts_with(' ') && number.chars().all(|c| c.is_ascii_digit())
        })
}

fn wrap(paragraph: &mut String, lines: &mut Vec<String>) {
    if !paragraph.is_empty() {
        lines.extend(
            textwrap::wrap(paragraph.trim(), WIDTH)
                .into_iter()
                .map(Into::into),
        );
        paragraph.clear();
    }
}

/// Text between back-ticks stays; brackets and angles elsewhere are text.
fn plain(line: &str) -> String {
    let mut spelled = String::with_capacity(line.len());
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            spelled.push('`');
        }
        if index % 2 == 1 {
            spelled.push_str(part);
        } else {
            spelled.push_str(&escape(part));
        }
    }
    if line.matches('`').count() % 2 == 1 {
        // A back-tick that is never closed would make code of the rest.
        spelled = escape(line).replace('`', "\\`");
    }
    spelled
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut previous = ' ';
    for word in text.split_inclusive(' ') {
        let url = word.trim_end();
        if url.starts_with("https://") || url.starts_with("http://") {
            let address = url.trim_end_matches(['.', ',', ')', ';', ':']);
            escaped.push_str(&format!("<{address}>{}", &word[address.len()..]));
            continue;
        }
        for c in word.chars() {
            if matches!(c, '[' | ']' | '<') && previous != '\\' {
                escaped.push('\\');
            }
            escaped.push(c);
            previous = c;
        }
    }
    escaped
}

/// Where it is documented, and what is missing there.
pub(super) fn evidence(evidence: Option<&Evidence>) -> String {
    let Some(evidence) = evidence else {
        return String::new();
    };
    let (page, section) = (&evidence.page, &evidence.section);
    let documented = if evidence.whole {
        "Documented"
    } else {
        "Documented in part"
    };
    let note = evidence.note.as_deref().map(|note| {
        let note = note.strip_suffix('.').unwrap_or(note);
        format!(" {note}.")
    });
    let note = note.unwrap_or_default();
    words(&format!("{documented} under \"{section}\" ({page}).{note}"))
}

/// The longest line before each part of a call has its own.
const LONGEST_CALL: usize = 80;

/// A call that rustdoc compiles.
pub(super) fn usage(usage: Option<&Usage>) -> String {
    let Some(usage) = usage else {
        return String::new();
    };
    let (result, shown) = match &usage.result {
        Some(name) => (
            format!("let {name} = "),
            format!("println!({});\n", usage.shown),
        ),
        None => (String::new(), String::new()),
    };
    let mut call = format!("{result}client.{};", usage.calls.join("."));
    if call.len() > LONGEST_CALL {
        call = format!("{result}client\n    .{};", usage.calls.join("\n    ."));
    }
    format!(
        "```no_run\n# async fn run(client: {0}::Client) -> Result<(), {0}::Error> {{\n{call}\n{shown}# Ok(())\n# \
         }}\n```",
        usage.crate_name
    )
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_hold_no_code_link_or_html() {
        assert_eq!(words("a [link] and <b>"), "a \\[link\\] and \\<b>");
        assert_eq!(
            words("see https://example.com/x."),
            "see <https://example.com/x>."
        );
        assert_eq!(words("`a[0] <b>` stays"), "`a[0] <b>` stays");
        assert_eq!(words("open ` tick"), "open \\` tick");
        assert_eq!(words("```\nlet x = 1;\n```"), "```text\nlet x = 1;\n```");
        assert_eq!(words("    indented"), "indented");
        assert_eq!(words("a\rb\u{202e}c\0"), "a b c");
    }

    #[test]
    fn paragraphs_are_filled_and_lists_are_left() {
        assert_eq!(words("one\ntwo\n\n- a\n- b"), "one two\n\n- a\n- b");
    }
}

//! What standard output and standard error are: terminals or not, with colour or not, how wide.

use std::env;
use std::io::{IsTerminal, stderr, stdout};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What standard output and standard error are. The two are judged by themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    pub(crate) out: Stream,
    pub(crate) err: Stream,
    /// How wide the terminal is, or is said to be.
    width: usize,
    /// Whether bars may be drawn.
    pub(crate) draws: bool,
}

/// One of the two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stream {
    pub(crate) is_terminal: bool,
    pub(crate) is_coloured: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[default]
    Auto,
    Always,
    Never,
}

impl Terminal {
    /// Looks at the streams and at the environment.
    pub(crate) fn detect(colour: Colour) -> Self {
        let out = Stream::new(stdout().is_terminal(), colour);
        let err = Stream::new(stderr().is_terminal(), colour);
        Self {
            out,
            err,
            width: width(),
            draws: err.is_terminal && !is_dumb() && !is_set("CI"),
        }
    }

    /// The same without bars.
    pub(crate) fn still(self) -> Self {
        Self {
            draws: false,
            ..self
        }
    }

    /// How many columns what is printed may take; nothing where nobody watches.
    pub(crate) fn fit(&self) -> Option<usize> {
        self.out.is_terminal.then_some(self.width)
    }

    /// How many columns a picture may take.
    pub(crate) fn width(&self) -> usize {
        self.width
    }
}

impl Stream {
    fn new(is_terminal: bool, colour: Colour) -> Self {
        let forced = env::var("CLICOLOR_FORCE").is_ok_and(|it| !it.is_empty() && it != "0");
        let is_coloured = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto if is_set("NO_COLOR") => false,
            Colour::Auto if forced => true,
            Colour::Auto => is_terminal && !is_dumb(),
        };
        Self {
            is_terminal,
            is_coloured,
        }
    }

    /// The text in a style, where there is colour.
    pub(crate) fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.is_coloured {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn width() -> usize {
    let said = env::var("COLUMNS")
        .ok()
        .and_then(|it| it.trim().parse().ok());
    let said = said.filter(|width| *width > 0);
    said.or_else(columns).unwrap_or(80).clamp(1, 1000)
}

/// How wide the terminal says that it is. Some say nothing of their height.
#[cfg(unix)]
fn columns() -> Option<usize> {
    use rustix::termios::tcgetwinsize;

    let size = tcgetwinsize(stdout()).or_else(|_| tcgetwinsize(stderr()));
    let columns = size.ok()?.ws_col;
    (columns > 0).then(|| columns.into())
}

#[cfg(not(unix))]
fn columns() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| width.0.into())
}

/// How many cells of a terminal a text takes.
pub(crate) fn cells(text: &str) -> usize {
    text.graphemes(true).map(cluster).sum()
}

/// How many cells a grapheme takes: an emoji that is joined or selected is one glyph, and in all else
/// each character counts.
fn cluster(grapheme: &str) -> usize {
    if grapheme.contains(['\u{200d}', '\u{fe0f}']) {
        grapheme.width()
    } else {
        grapheme.chars().map(|it| it.width().unwrap_or(0)).sum()
    }
}

/// The text in at most this many cells, with `…` where some is left out. No grapheme is cut in two.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if cells(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = cluster(grapheme);
        if used + wide + 1 > most {
            break;
        }
        used += wide;
        kept.push_str(grapheme);
    }
    if most > 0 {
        kept.push('…');
    }
    kept
}

/// The text in lines of at most this many cells. No grapheme is cut in two.
pub(crate) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = cluster(grapheme);
        if used > 0 && used + wide > most {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: &str = "👨\u{200d}👩\u{200d}👧";

    #[test]
    fn text_is_measured_in_cells() {
        for (text, wide) in [
            ("abc", 3),
            ("東京", 4),
            ("e\u{301}", 1),
            (FAMILY, 2),
            ("🇩🇪", 2),
            ("مرحبا", 5),
            ("السلام", 6),
            ("❤\u{fe0f}", 2),
        ] {
            assert_eq!(cells(text), wide, "{text}");
        }
    }

    #[test]
    fn a_cut_is_between_graphemes() {
        assert_eq!(cut("東京都", 4), "東…");
        assert_eq!(cut(&format!("a{FAMILY}bc"), 3), "a…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(wrap(&format!("ab{FAMILY}"), 3), ["ab", FAMILY]);
    }
}

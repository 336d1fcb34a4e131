//! The progress bar, on standard error.

use std::fmt;
use std::io::{self, Write, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle, TermLike};

/// What takes less needs no bar.
const SHORT: Duration = Duration::from_millis(300);

/// How often it is drawn in a second.
const RATE: u8 = 10;

/// A bar that is not drawn yet.
pub(super) fn new(total: Option<u64>, what: &str, width: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    if let Some(style) = style(what, width) {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// Draws a bar from when it is worth it.
pub(super) fn reveal(bar: &ProgressBar, width: usize) {
    if bar.is_hidden() && bar.elapsed() >= SHORT {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        let target = ProgressDrawTarget::term_like_with_hz(Box::new(Line { width }), RATE);
        bar.set_draw_target(target);
    }
}

/// How a bar looks that fits in a line.
fn style(what: &str, width: usize) -> Option<ProgressStyle> {
    // What is beside the bar: `1234567/1234567 1234/s 12m`.
    let room = width.saturating_sub(what.chars().count() + 32).min(40);
    let template = match room {
        0..8 if width < 30 => "{pos}".to_owned(),
        0..8 => "{pos}/{len} {rate} {eta}".to_owned(),
        room => format!("{{msg}} {{bar:{room}}} {{pos}}/{{len}} {{rate}} {{eta}}"),
    };
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // Nothing can be done where it fails.
        let _ = match state.per_sec() {
            slow if slow < 1.0 => write!(out, "{:.0}/min", slow * 60.0),
            rate => write!(out, "{rate:.0}/s"),
        };
    };
    let style = ProgressStyle::with_template(&template).ok()?;
    Some(style.with_key("rate", rate))
}

/// The line that it is drawn on: as wide as other output, also where the terminal reports no height, at which
/// the library's own takes its width for unknown.
#[derive(Debug)]
struct Line {
    width: u16,
}

impl Line {
    fn write(&self, text: fmt::Arguments<'_>) -> io::Result<()> {
        stderr().lock().write_fmt(text)
    }
}

impl TermLike for Line {
    fn width(&self) -> u16 {
        self.width
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        match n {
            0 => Ok(()),
            n => self.write(format_args!("\x1b[{n}A")),
        }
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        match n {
            0 => Ok(()),
            n => self.write(format_args!("\x1b[{n}B")),
        }
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        match n {
            0 => Ok(()),
            n => self.write(format_args!("\x1b[{n}C")),
        }
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        match n {
            0 => Ok(()),
            n => self.write(format_args!("\x1b[{n}D")),
        }
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write(format_args!("{text}\n"))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.write(format_args!("{text}"))
    }

    fn clear_line(&self) -> io::Result<()> {
        self.write(format_args!("\r\x1b[2K"))
    }

    fn flush(&self) -> io::Result<()> {
        stderr().lock().flush()
    }
}

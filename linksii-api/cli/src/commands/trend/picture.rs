//! The picture: lines of braille. In colour all platforms share one; without, each has its own, as they could
//! not be told apart.

use anstyle::{AnsiColor, Style};
use linksii_sanitize::escape;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::{Color, Style as Paint};
use ratatui_core::symbols::Marker;
use ratatui_core::widgets::Widget;
use ratatui_widgets::chart::{Axis, Chart, Dataset, GraphType};

use crate::drawing::{bounds, change, segments, short};
use crate::scores::{self, Period, Platforms, Summary};
use crate::terminal::{Terminal, cells, cut};

/// The colours of the platforms, in turn.
const COLOURS: [(Color, AnsiColor); 6] = [
    (Color::Green, AnsiColor::Green),
    (Color::Magenta, AnsiColor::Magenta),
    (Color::Blue, AnsiColor::Blue),
    (Color::Yellow, AnsiColor::Yellow),
    (Color::Cyan, AnsiColor::Cyan),
    (Color::Red, AnsiColor::Red),
];

/// The widest picture.
const WIDEST: usize = 160;

/// Draws the scores, with the numbers of each platform below.
pub(super) fn draw(platforms: &Platforms, period: Period, terminal: Terminal) -> String {
    let width = terminal.width().min(WIDEST);
    let summaries = scores::summaries(platforms);
    if summaries.is_empty() {
        let text = format!("There are no scores from {} to {}.", period.from, period.to);
        return fitted(&text, width);
    }
    let bounds = bounds(platforms);
    let mut text = String::new();
    if terminal.out.is_coloured {
        let all: Vec<&Summary> = summaries.iter().collect();
        text += &chart(platforms, &all, period, bounds, [width, 18], terminal);
    } else {
        for summary in &summaries {
            text += &fitted(&escape(&summary.platform), width);
            text += &chart(platforms, &[summary], period, bounds, [width, 8], terminal);
        }
    }
    text + &legend(platforms, &summaries, width, terminal)
}

/// Text in lines no longer than the width.
fn fitted(text: &str, width: usize) -> String {
    crate::terminal::wrap(text, width)
        .iter()
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The colour of a platform: always the same, however many are drawn.
fn colour(platforms: &Platforms, platform: &str) -> (Color, AnsiColor) {
    let at = platforms.keys().position(|it| it == platform).unwrap_or(0);
    COLOURS[at % COLOURS.len()]
}

fn chart(
    platforms: &Platforms,
    shown: &[&Summary],
    period: Period,
    (low, high): (f64, f64),
    [width, height]: [usize; 2],
    terminal: Terminal,
) -> String {
    let day = |date: chrono::NaiveDate| (date - period.from).num_days() as f64;
    let last = day(period.to).max(1.0);
    let lines: Vec<(Color, Vec<(f64, f64)>)> = shown
        .iter()
        .flat_map(|summary| {
            let colour = colour(platforms, &summary.platform).0;
            let days = &platforms[&summary.platform];
            let lines = segments(days, |date, score| (day(date), score));
            lines.into_iter().map(move |line| (colour, line))
        })
        .collect();
    let datasets = lines.iter().map(|(colour, line)| {
        let kind = if line.len() == 1 {
            GraphType::Scatter
        } else {
            GraphType::Line
        };
        Dataset::default()
            .marker(Marker::Braille)
            .graph_type(kind)
            .style(Paint::new().fg(*colour))
            .data(line)
    });
    let dates = [period.from.to_string(), period.to.to_string()];
    let fits = width > dates[0].len() * 2 + 12;
    let x = Axis::default().bounds([0.0, last]);
    let x = if fits { x.labels(dates) } else { x };
    let y = Axis::default().bounds([low, high]);
    let labels = [short(low), short(low / 2.0 + high / 2.0), short(high)];
    let longest = labels.iter().map(String::len).max().unwrap_or(0);
    // The chart gives them a third, and would cut longer ones.
    let y = if longest <= width / 3 {
        y.labels(labels)
    } else {
        y
    };
    let chart = Chart::new(datasets.collect())
        .x_axis(x)
        .y_axis(y)
        .legend_position(None);
    let cells = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
    let area = Rect::new(0, 0, cells(width), cells(height));
    let mut buffer = Buffer::empty(area);
    chart.render(area, &mut buffer);
    text(&buffer, terminal)
}

/// What was drawn, as lines of text.
fn text(buffer: &Buffer, terminal: Terminal) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let (mut line, mut run, mut style) = (String::new(), String::new(), Style::new());
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let known = COLOURS.iter().find(|(colour, _)| *colour == cell.fg);
            let next = known.map_or(Style::new(), |(_, colour)| {
                Style::new().fg_color(Some((*colour).into()))
            });
            if next != style {
                line += &painted(terminal, style, &run);
                run.clear();
                style = next;
            }
            run += cell.symbol();
        }
        line += &painted(terminal, style, &run);
        text += line.trim_end();
        text.push('\n');
    }
    text
}

fn painted(terminal: Terminal, style: Style, text: &str) -> String {
    if style.is_plain() {
        text.to_owned()
    } else {
        terminal.out.paint(style, text)
    }
}

/// The numbers of each platform, below each other, on lines that fit.
fn legend(
    platforms: &Platforms,
    summaries: &[Summary],
    width: usize,
    terminal: Terminal,
) -> String {
    let rows: Vec<[String; 6]> = summaries.iter().map(numbers).collect();
    let widest = |at: usize| rows.iter().map(|row| cells(&row[at])).max().unwrap_or(0);
    let mut text = String::new();
    for (summary, row) in summaries.iter().zip(&rows) {
        let name = &row[0];
        let mut line = format!("{name}{}", " ".repeat(widest(0) - cells(name)));
        for (at, label) in ["last", "change", "mean", "best", "worst"]
            .iter()
            .enumerate()
        {
            line += &format!("  {label} {:>1$}", row[at + 1], widest(at + 1));
        }
        let (_, colour) = colour(platforms, &summary.platform);
        let style = Style::new().fg_color(Some(colour.into()));
        let dot = terminal.out.paint(style, "•");
        text += &format!("{dot} {}\n", cut(&line, width.saturating_sub(2)));
    }
    text
}

fn numbers(summary: &Summary) -> [String; 6] {
    [
        escape(&summary.platform).into_owned(),
        short(summary.last),
        change(summary.last - summary.first),
        short(summary.mean),
        short(summary.best.1),
        short(summary.worst.1),
    ]
}

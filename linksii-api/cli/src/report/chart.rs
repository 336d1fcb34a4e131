//! Charts as SVG: lines over days. Their colours are the page's, so that they are right on a dark page too.

use std::ops::Range;

use chrono::{Days, NaiveDate};
use plotters::prelude::{
    ChartBuilder, Circle, IntoDrawingArea, IntoFont, LineSeries, RGBColor, SVGBackend, ShapeStyle,
};

use crate::drawing::short;
use crate::scores::Period;

/// A line of one platform: broken where there is a gap.
pub(super) struct Line {
    pub(super) segments: Vec<Vec<(NaiveDate, f64)>>,
}

/// A width and a height.
pub(super) type Size = (u32, u32);

/// How many colours the page has for lines.
pub(super) const COLOURS: usize = 8;

/// Colours that are only names: each becomes a class of the page's style sheet.
const TEXT: RGBColor = RGBColor(1, 0, 0);
const GRID: RGBColor = RGBColor(1, 0, 1);

fn series(at: usize) -> RGBColor {
    // One of eight.
    RGBColor(2, 0, (at % COLOURS) as u8)
}

/// Draws lines; nothing where it cannot be drawn.
pub(super) fn lines(
    lines: &[Line],
    period: Period,
    values: Range<f64>,
    size: Size,
) -> Option<String> {
    let mut svg = String::new();
    draw(&mut svg, lines, period, values, size)?;
    Some(themed(&svg, size))
}

fn draw(
    svg: &mut String,
    lines: &[Line],
    period: Period,
    values: Range<f64>,
    size: Size,
) -> Option<()> {
    let area = SVGBackend::with_string(svg, size).into_drawing_area();
    let day = |date: NaiveDate| (date - period.from).num_days();
    let is_narrow = size.0 < 500;
    let font = ("sans-serif", 15).into_font().color(&TEXT);
    let longest = [values.start, values.end]
        .map(|it| short(it).len())
        .into_iter()
        .max();
    let label = 12 + 9 * u32::try_from(longest.unwrap_or(2)).unwrap_or(2);
    let mut chart = ChartBuilder::on(&area)
        .margin_right(14)
        .margin_top(8)
        .x_label_area_size(30)
        .y_label_area_size(label)
        .build_cartesian_2d(0..day(period.to).max(1), values)
        .ok()?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(ShapeStyle::from(&GRID).stroke_width(0))
        .bold_line_style(ShapeStyle::from(&GRID).stroke_width(1))
        .axis_style(ShapeStyle::from(&GRID).stroke_width(1))
        .x_labels(if is_narrow { 3 } else { 7 })
        .y_labels(5)
        .x_label_formatter(&|day| match u64::try_from(*day) {
            Ok(days) => (period.from + Days::new(days)).to_string(),
            Err(_) => String::new(),
        })
        .y_label_formatter(&|value| short(*value))
        .label_style(font)
        .draw()
        .ok()?;
    for (at, line) in lines.iter().enumerate() {
        let style = ShapeStyle::from(&series(at)).stroke_width(2);
        for segment in &line.segments {
            match segment.as_slice() {
                [] => {}
                [(date, value)] => {
                    let dot = Circle::new((day(*date), *value), 4, style.filled());
                    chart.draw_series([dot]).ok()?;
                }
                several => {
                    let points = several.iter().map(|(date, value)| (day(*date), *value));
                    chart.draw_series(LineSeries::new(points, style)).ok()?;
                }
            }
        }
    }
    area.present().ok()
}

/// The drawing with the page's classes in place of colours, and as wide as its place.
fn themed(svg: &str, (width, height): Size) -> String {
    let mut svg = svg.to_owned();
    let mut colours = vec![
        ("#010000".to_owned(), "ink".to_owned()),
        ("#010001".to_owned(), "grid".to_owned()),
    ];
    colours.extend((0..COLOURS).map(|at| (format!("#0200{at:02X}"), format!("s{at}"))));
    for (colour, class) in colours {
        for (attribute, prefix) in [("stroke", "line"), ("fill", "fill")] {
            svg = svg.replace(
                &format!("{attribute}=\"{colour}\""),
                &format!("class=\"{prefix}-{class}\""),
            );
        }
    }
    let size = format!("width=\"{width}\" height=\"{height}\" ");
    // What is shown is described beside it, and in a table.
    svg.replacen(&size, "aria-hidden=\"true\" ", 1)
}

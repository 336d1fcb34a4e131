//! `linksii tracking trend` and `linksii report`.

use chrono::{Days, Utc};
use linksii_sandbox::Fault;

use super::harness::{World, ended, page};

/// Names that would break a page that does not escape them.
const NAMES: [&str; 6] = [
    "</script><script>alert(1)</script>",
    "\\\"><img src=x onerror=alert(1)>",
    "<!--",
    "]]>",
    "&amp;",
    "javascript:alert(1)",
];

/// Results of the last days, with these scores.
fn results(scores: &[&str]) -> String {
    let rows: Vec<String> = scores
        .iter()
        .zip(0..)
        .map(|(score, ago)| {
            let at = Utc::now()
                .checked_sub_days(Days::new(ago))
                .unwrap()
                .to_rfc3339();
            format!(r#"{{"id":"run_{ago}","platform":"claude","score":{score},"ran_at":"{at}"}}"#)
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    page(&rows)
}

#[tokio::test]
async fn any_scores_can_be_drawn() {
    let world = World::new().await;
    let many: Vec<String> = (0..100).map(|at| (at % 7).to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for scores in [
        &[][..],
        &["50"],
        &["50", "50", "50"],
        &["0", "0"],
        &["-3", "-1"],
        &["50", "null", "null", "51"],
        &["null"],
        &["50", "1e300"],
        &["1e999"],
        &many,
    ] {
        for width in ["20", "80", "300"] {
            world.sandbox.clear_faults();
            world
                .sandbox
                .inject(Fault::reply().body(results(scores)).on("list_tracking"));
            let mut command = world.command("tracking trend --days 365 --color never");
            command.env("COLUMNS", width);
            let drawn = ended(command).await;
            assert_eq!((drawn.status, drawn.err.as_str()), (0, ""), "{scores:?}");
            assert!(
                !drawn.out.is_empty() && !drawn.out.contains("NaN") && !drawn.out.contains("inf")
            );
            let widest = drawn.out.lines().map(|line| line.chars().count()).max();
            assert!(
                widest <= width.parse().ok(),
                "{scores:?}: {widest:?} of {width}\n{}",
                drawn.out
            );
        }
        let report = world.run("report --out -").await;
        assert_eq!((report.status, report.err.as_str()), (0, ""), "{scores:?}");
        assert!(
            report.out.ends_with("</html>") && !report.out.contains("NaN"),
            "{scores:?}"
        );
    }
}

#[tokio::test]
async fn a_trend_is_rows_for_a_program() {
    let world = World::new().await;
    world.sandbox.inject(
        Fault::reply()
            .body(results(&["50", "61.5"]))
            .on("list_tracking"),
    );
    let rows = world.run("tracking trend -o csv").await;
    assert!(
        rows.out.starts_with("date,platform,score,mentions\n"),
        "{}",
        rows.out
    );
    assert!(rows.out.contains(",claude,61.5,"), "{}", rows.out);
}

#[tokio::test]
async fn a_report_shows_names_as_they_are_and_runs_nothing() {
    let world = World::new().await;
    let rows = NAMES.map(|name| format!(r#"{{"id":"c","name":"{name}","domain":"{name}"}}"#));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    world
        .sandbox
        .inject(Fault::reply().body(page(&rows)).on("list_competitors"));
    let report = world.run("report --out -").await.out;
    assert!(!report.contains("<script") && !report.contains("<img"));
    assert!(report.contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(report.contains("&amp;amp;") && report.contains("&lt;!--"));
}

#[tokio::test]
async fn a_report_fetches_nothing() {
    let world = World::new().await;
    let results = Fault::reply().body(results(&["50", "61.5"]));
    world.sandbox.inject(results.on("list_tracking"));
    let written = world.run("report --out report.html").await;
    assert_eq!(
        (written.status, written.out.as_str()),
        (0, ""),
        "{}",
        written.err
    );
    let report = world.read("report.html");
    for part in ["src=", "href=", "url(", "@import", "<script", "<link"] {
        assert!(!report.contains(part), "{part}");
    }
    assert!(report.contains("<svg") && report.contains("default-src 'none'"));
}

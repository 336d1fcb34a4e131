//! The rules for people: a page of all, and one explained.

use crate::check::{RULES, Rule, rules};

/// A rule with why it is one and what breaks it; nothing for an unknown id.
pub fn explain(id: &str) -> Option<String> {
    let rule = rules().find(|rule| rule.id == id)?;
    let (severity, why) = (rule.severity, rule.why);
    let broken = rule.broken.replace('\n', "\n    ");
    Some(format!(
        "{id} ({severity})\n\n{why}\n\nThis breaks it:\n\n    {broken}\n"
    ))
}

/// The page of all rules, in Markdown. `command` is what makes it.
pub fn page(command: &str) -> String {
    let mut page = format!(
        "# Rules\n\n\
         Generated from the rules in `codegen/src/check/` by `{command}`. Do not edit.\n\n\
         What the document is checked for. From one with an error nothing is generated; a warning \
         is a convention\nof ours that it breaks, or something that the client will be without. Each comes \
         with a piece that breaks it.\n"
    );
    for (title, rules) in RULES {
        page.push_str(&format!("\n## {title}\n"));
        for rule in *rules {
            page.push_str(&entry(rule));
        }
    }
    page
}

fn entry(rule: &Rule) -> String {
    let (id, severity, why, broken) = (rule.id, rule.severity, rule.why, rule.broken);
    format!("\n### `{id}`\n\n**{severity}**: {why}\n\n```yaml\n{broken}\n```\n")
}

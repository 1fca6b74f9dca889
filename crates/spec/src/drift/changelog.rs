//! `CHANGELOG.md` of a crate: what a release means for its users, kept beside the specs.

use std::fmt::Write as _;

use super::change::{Effect, Level};
use super::{Change, Group, ServiceDrift};

const HEAD: &str =
    "# Changelog\n\nWhat changed in the crate, by what it asks of programs that use it.\n";

/// A changelog with the section of a release: the one of that version, or a new one before all others.
pub fn with_release(changelog: Option<&str>, drift: &ServiceDrift, version: &str) -> String {
    let text = changelog
        .filter(|text| !text.trim().is_empty())
        .unwrap_or(HEAD);
    let (head, sections) = split(text);
    let title = format!("## {version}");
    let kept = sections
        .into_iter()
        .filter(|section| section.lines().next() != Some(&*title));
    let mut out = format!("{}\n\n{title}\n\n{}", head.trim_end(), section(drift));
    for section in kept {
        out.push('\n');
        out.push_str(section.trim_end());
        out.push('\n');
    }
    out
}

/// What stands before the first section, and the sections.
fn split(text: &str) -> (&str, Vec<&str>) {
    let mut starts: Vec<usize> = text.match_indices("\n## ").map(|(at, _)| at + 1).collect();
    let head = &text[..starts.first().copied().unwrap_or(text.len())];
    starts.push(text.len());
    let sections = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]);
    (head, sections.collect())
}

fn section(drift: &ServiceDrift) -> String {
    let groups = Group::of(&drift.changes);
    let of = |title: &str, is_it: &dyn Fn(&Change) -> bool| {
        let mut lines: Vec<String> = groups
            .iter()
            .filter(|group| is_it(group.change))
            .map(line)
            .collect();
        lines.dedup();
        if lines.is_empty() {
            return String::new();
        }
        format!("### {title}\n\n{}\n", lines.concat())
    };
    let is_new =
        |change: &Change| change.level() == Level::Compatible && change.id.kind() == "added";
    let does = |change: &Change| change.level() == Level::Compatible && change.id.kind() != "added";
    let mut text = of("Breaking", &|change| change.level() == Level::Breaking);
    text.push_str(&of("Added", &is_new));
    text.push_str(&of("Changed", &does));
    if text.is_empty() {
        text.push_str("Documentation only.\n");
    }
    text.trim_end().to_owned() + "\n"
}

fn line(group: &Group<'_>) -> String {
    let change = group.change;
    let mut line = format!(
        "* `{}`: {}",
        group.subject().replace('`', "'"),
        group.what()
    );
    let matters = change.verdicts.is_breaking() || change.verdicts.behaviour != Effect::None;
    if matters {
        let _ = write!(line, " ({})", change.why);
    }
    line.push('\n');
    line
}

//! `CHANGELOG.md` of a crate: what a release means for its users, kept beside the specs.

use std::collections::HashMap;
use std::fmt::Write as _;

use cloudwright_vocabulary::printable;

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

/// Since which version of the crate something is there, as far as its changelog says: by subject and
/// by how it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since<'t>(HashMap<(&'t str, &'t str), &'t str>);

impl<'t> Since<'t> {
    /// Reads a changelog that [`with_release`] wrote; what else it holds is passed over.
    pub fn of(changelog: &'t str) -> Self {
        let mut known = HashMap::new();
        let mut version = None;
        for line in changelog.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                version = Some(title.trim());
            }
            let entry = line
                .strip_prefix("* `")
                .and_then(|rest| rest.split_once("`: "));
            if let (Some(version), Some((subject, what))) = (version, entry) {
                let what = what.split_once(" (").map_or(what, |(what, _)| what);
                // Sections go back in time: what came, went and came again is told of last.
                known.entry((subject, what)).or_insert(version);
            }
        }
        Self(known)
    }

    /// The version in which a subject came: `what` is how the changelog says it, `added`.
    pub fn version(&self, subject: &str, what: &str) -> Option<&'t str> {
        self.0.get(&(subject, what)).copied()
    }
}

fn section(drift: &ServiceDrift) -> String {
    let groups = Group::of(&drift.changes);
    let of = |title: &str, is_it: &dyn Fn(&Change) -> bool| {
        let groups = groups.iter().filter(|group| is_it(group.change));
        let lines: Vec<String> = groups.flat_map(lines).collect();
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

/// A line for all of a group, or for each of what is new: its version is read from there.
fn lines(group: &Group<'_>) -> Vec<String> {
    if group.change.id.kind() == "added" {
        let all = group.all.iter().chain(&group.parts);
        return all
            .map(|change| line(change, &change.subject(), &change.what))
            .collect();
    }
    vec![line(group.change, &group.subject(), &group.what())]
}

fn line(change: &Change, subject: &str, what: &str) -> String {
    let subject = printable::text(subject).replace('`', "'");
    let mut line = format!("* `{subject}`: {}", printable::text(what));
    let matters = change.verdicts.is_breaking() || change.verdicts.behaviour != Effect::None;
    if matters {
        let _ = write!(line, " ({})", printable::text(&change.why));
    }
    line.push('\n');
    line
}

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
        // Writing to a string does not fail.
        let _ = writeln!(out, "\n{}", section.trim_end());
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
            if let Some(version) = version
                && let Some(entry) = line.strip_prefix("* `")
                && let Some((subject, what)) = entry.split_once("`: ")
            {
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
    let of = |title: &str, is_in: &dyn Fn(&Change) -> bool| {
        let groups = groups.iter().filter(|group| is_in(group.change));
        let lines = groups.flat_map(lines).collect::<String>();
        if lines.is_empty() {
            lines
        } else {
            format!("### {title}\n\n{lines}\n")
        }
    };
    let is = |level: Level| move |change: &Change| change.level() == level;
    let is_new = |change: &Change| is(Level::Compatible)(change) && change.id.kind() == "added";
    let does = |change: &Change| is(Level::Compatible)(change) && change.id.kind() != "added";
    let text = of("Breaking", &is(Level::Breaking)) + &of("Added", &is_new) + &of("Changed", &does);
    if text.is_empty() {
        return "Documentation only.\n".to_owned();
    }
    text.trim_end().to_owned() + "\n"
}

/// A line for all of a group, or for each of what is new: its version is read from there.
fn lines(group: &Group<'_>) -> Vec<String> {
    if group.change.id.kind() == "added" {
        let all = group.all.iter().chain(&group.parts);
        let lines = all.map(|change| line(change, &change.subject(), &change.what));
        return lines.collect();
    }
    vec![line(group.change, &group.subject(), &group.what())]
}

fn line(change: &Change, subject: &str, what: &str) -> String {
    let subject = printable::text(subject).replace('`', "'");
    let mut line = format!("* `{subject}`: {}", printable::text(what));
    if change.verdicts.is_breaking() || change.verdicts.behaviour != Effect::None {
        let _ = write!(line, " ({})", printable::text(&change.why));
    }
    line.push('\n');
    line
}

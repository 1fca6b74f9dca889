//! The report as a table: a heading a service, a line a change.

use std::fmt;

use cloudwright_vocabulary::printable::{self, Printable};

use super::change::{Effect, Level, Respect};
use super::{Change, Drift, Group, ServiceDrift, Standing};
use crate::diagnostic::counted;

/// A drift as text.
#[derive(Clone, Copy, Debug)]
pub struct Text<'d> {
    drift: &'d Drift,
    level: Level,
    is_whole: bool,
}

impl Drift {
    /// The report as a table of the changes from this level on. `is_whole` gives every change a line
    /// of its own; without it, what is the same in many places is one line with a count.
    pub fn text(&self, level: Level, is_whole: bool) -> Text<'_> {
        Text {
            drift: self,
            level,
            is_whole,
        }
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.drift.is_empty() {
            return writeln!(f, "no drift");
        }
        for (index, service) in self.drift.services.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            writeln!(f, "{}", Printable(&service.headline()))?;
            self.rows(f, service)?;
        }
        Ok(())
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text(Level::Docs, true).fmt(f)
    }
}

impl Text<'_> {
    fn rows(&self, f: &mut fmt::Formatter<'_>, service: &ServiceDrift) -> fmt::Result {
        let row = |change: &Change, subject: String, what: String| {
            [
                change.level().as_str().to_owned(),
                subject,
                what,
                change.reason(),
            ]
            .map(|cell| printable::text(&cell).into_owned())
        };
        let shown = |change: &Change| change.level() >= self.level || change.verdicts.is_breaking();
        let rows: Vec<[String; 4]> = if self.is_whole {
            let changes = service.changes.iter().filter(|change| shown(change));
            changes
                .map(|change| row(change, change.subject(), change.what.clone()))
                .collect()
        } else {
            let groups = Group::of(&service.changes);
            let groups = groups.iter().filter(|group| group.is_shown(self.level));
            groups
                .map(|group| row(group.change, group.subject(), group.what()))
                .collect()
        };
        let width = |column: usize| {
            let widths = rows.iter().map(|row| row[column].chars().count());
            // One long cell must not push all others off the screen.
            widths.max().unwrap_or(0).min(60)
        };
        let (subjects, whats) = (width(1), width(2));
        for [level, subject, what, why] in &rows {
            writeln!(
                f,
                "  {level:<10}  {subject:<subjects$}  {what:<whats$}  {why}"
            )?;
        }
        Ok(())
    }
}

impl ServiceDrift {
    /// One line: how many changes, the worst of them, and what the version says to it.
    pub fn headline(&self) -> String {
        let count = counted(self.changes.len(), "change");
        let mut line = match self.worst() {
            Some(worst) => format!("{}: {count}, {worst}", self.service),
            None => format!("{}: {count}", self.service),
        };
        let versions = (self.version.as_deref(), self.declared.as_deref());
        let more = match (self.standing(), versions, self.wanted()) {
            (Standing::TooLow(wanted), (Some(before), Some(declared)), _) => {
                format!("; {before} → {wanted} at least, and the spec says {declared}")
            }
            (Standing::Lowered, (Some(before), Some(declared)), _) => {
                format!("; the version goes down: {before} → {declared}")
            }
            (Standing::Gone, (Some(before), _), _) => format!("; {before} was its last version"),
            (Standing::Enough, (Some(before), Some(declared)), Some(wanted)) => {
                format!("; {before} → {declared}, {wanted} is enough")
            }
            _ => String::new(),
        };
        line.push_str(&more);
        line
    }

    /// The worst of all respects, and how often each breaks.
    fn worst(&self) -> Option<String> {
        let level = self.level()?;
        let broken: Vec<String> = Respect::ALL
            .into_iter()
            .filter_map(|respect| match self.breaks(respect) {
                0 => None,
                count => Some(format!("{} {count}", respect.as_str())),
            })
            .collect();
        let otherwise = self
            .changes
            .iter()
            .filter(|change| change.verdicts.behaviour == Effect::Changed)
            .count();
        if broken.is_empty() {
            let more = match otherwise {
                0 => String::new(),
                count => format!(" (behaviour changes {count})"),
            };
            return Some(format!("{}{more}", level.as_str()));
        }
        Some(format!("breaking ({})", broken.join(", ")))
    }
}

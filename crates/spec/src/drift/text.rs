//! The report as a table: a heading a service, a line a change.

use std::fmt;

use cloudwright_vocabulary::printable::{self, Printable};

use super::change::{Effect, Level, Respect};
use super::group::is_shown;
use super::{Change, Drift, ServiceDrift, Standing};
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
            let level = change.level().as_str().to_owned();
            let cells = [level, subject, what, change.reason()];
            cells.map(|cell| printable::text(&cell).into_owned())
        };
        let rows: Vec<[String; 4]> = if self.is_whole {
            let changes = service.changes.iter();
            let shown = changes.filter(|change| is_shown(change, self.level));
            let rows = shown.map(|change| row(change, change.subject(), change.what.clone()));
            rows.collect()
        } else {
            let shown = service.shown(self.level);
            let rows = shown.iter();
            let rows = rows.map(|group| row(group.change, group.subject(), group.what()));
            rows.collect()
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
        let worst = self.worst().map(|worst| format!(", {worst}"));
        let worst = worst.unwrap_or_default();
        let versions = (self.version.as_deref(), self.declared.as_deref());
        let version = match (self.standing(), versions, self.wanted()) {
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
        format!("{}: {count}{worst}{version}", self.service)
    }

    /// The worst of all respects, and how often each breaks.
    fn worst(&self) -> Option<String> {
        let level = self.level()?;
        let counts = Respect::ALL.map(|respect| (respect, self.breaks(respect)));
        let broken = counts.iter().filter(|(_, count)| *count > 0);
        let broken: Vec<_> = broken
            .map(|(respect, count)| format!("{respect} {count}"))
            .collect();
        if !broken.is_empty() {
            return Some(format!("breaking ({})", broken.join(", ")));
        }
        let is_otherwise = |change: &&Change| change.verdicts.behaviour == Effect::Changed;
        Some(match self.changes.iter().filter(is_otherwise).count() {
            0 => level.to_string(),
            count => format!("{level} (behaviour changes {count})"),
        })
    }
}

//! What changed between two catalogs, and what that means for programs that use the crates.
//!
//! Everything is matched by wire name: the order of files, members, values and codes is no
//! change. A change is judged by the generated Rust API and by what calls do, not by the wire:
//! a new path is the client's business, a renamed setter is everybody's.

mod action;
mod member;
mod service;

use std::collections::BTreeMap;
use std::fmt;

use crate::catalog::Catalog;
use crate::diagnostic::counted;

/// What a change asks of programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: only texts changed.
    Docs,
    /// Nothing: programs compile and work as before.
    Compatible,
    /// Programs may no longer compile, or calls that went through no longer do.
    Breaking,
}

impl Level {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }

    /// The version after this one, by Cargo's rules: below 1.0.0 the second number is what the
    /// first one is above. `None` if the version is none.
    ///
    /// ```
    /// use cloudwright_spec::drift::Level;
    ///
    /// assert_eq!(Level::Breaking.bump("0.1.4").as_deref(), Some("0.2.0"));
    /// assert_eq!(Level::Compatible.bump("0.1.4").as_deref(), Some("0.1.5"));
    /// assert_eq!(Level::Compatible.bump("1.1.4").as_deref(), Some("1.2.0"));
    /// assert_eq!(Level::Docs.bump("1.1.4").as_deref(), Some("1.1.5"));
    /// ```
    pub fn bump(self, version: &str) -> Option<String> {
        let numbers: Vec<u64> = version
            .split('-')
            .next()?
            .split('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let [major, minor, patch] = numbers[..] else {
            return None;
        };
        let next = match (self, major) {
            (Self::Breaking, 0) => (0, minor + 1, 0),
            (Self::Breaking, _) => (major + 1, 0, 0),
            (Self::Compatible, 1..) => (major, minor + 1, 0),
            (Self::Compatible | Self::Docs, _) => (major, minor, patch + 1),
        };
        Some(format!("{}.{}.{}", next.0, next.1, next.2))
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it asks of programs.
    pub level: Level,
    /// What changed: `ListTriggerLog request limit`.
    pub subject: String,
    /// How it changed: `max 100 → 50`.
    pub what: String,
    /// Why it is of this level.
    pub why: &'static str,
}

/// What changed in one service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceDrift {
    /// The service's id.
    pub service: String,
    /// The version of its crate before; absent for a new service.
    pub version: Option<String>,
    /// The version that its spec names now; absent for a removed service.
    pub declared: Option<String>,
    /// The changes, the gravest first, then by what they are about.
    pub changes: Vec<Change>,
}

impl ServiceDrift {
    /// The gravest level among the changes; `None` without any.
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(|change| change.level).max()
    }

    /// The version that the changes ask for at least; `None` for new and removed services and
    /// where nothing changed.
    pub fn wanted(&self) -> Option<String> {
        self.declared.as_ref()?;
        self.level()?.bump(self.version.as_deref()?)
    }

    /// Whether the version that the spec names is at least the one that the changes ask for.
    pub fn is_version_enough(&self) -> bool {
        let key = |version: &str| -> Vec<u64> {
            let numbers = version.split(['.', '-']).take(3);
            numbers.map(|part| part.parse().unwrap_or(0)).collect()
        };
        match (self.wanted(), &self.declared) {
            (Some(wanted), Some(declared)) => key(declared) >= key(&wanted),
            _ => true,
        }
    }
}

/// What changed between two catalogs: services with changes only, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The services that changed.
    pub services: Vec<ServiceDrift>,
}

impl Drift {
    /// Compares two catalogs.
    pub fn between(old: &Catalog, new: &Catalog) -> Self {
        let mut pairs: BTreeMap<&str, (Option<_>, Option<_>)> = BTreeMap::new();
        for service in &old.services {
            pairs.entry(&service.service.service).or_default().0 = Some(service);
        }
        for service in &new.services {
            pairs.entry(&service.service.service).or_default().1 = Some(service);
        }
        let services = pairs.into_iter().map(|(id, (old, new))| {
            let mut changes = Changes::default();
            match (old, new) {
                (Some(old), Some(new)) => service::compare(&mut changes, old, new),
                (None, Some(_)) => changes.compatible("service", "added", "its crate is new"),
                (Some(_), None) => changes.breaking("service", "removed", "its crate is gone"),
                (None, None) => {}
            }
            ServiceDrift {
                service: id.to_owned(),
                version: old.map(|old| old.service.package.version.clone()),
                declared: new.map(|new| new.service.package.version.clone()),
                changes: changes.sorted(),
            }
        });
        Self {
            services: services
                .filter(|service| !service.changes.is_empty())
                .collect(),
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }

    /// The gravest level among the changes; `None` without any.
    pub fn level(&self) -> Option<Level> {
        self.services.iter().filter_map(ServiceDrift::level).max()
    }
}

/// A table: a heading a service, a line a change.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "no drift");
        }
        for (index, service) in self.services.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            heading(f, service)?;
            rows(f, &service.changes)?;
        }
        Ok(())
    }
}

fn heading(f: &mut fmt::Formatter<'_>, drift: &ServiceDrift) -> fmt::Result {
    let level = drift.level().map_or("", Level::as_str);
    let count = counted(drift.changes.len(), "change");
    write!(f, "{}: {count}, {level}", drift.service)?;
    match (&drift.version, drift.wanted(), &drift.declared) {
        (Some(version), Some(wanted), Some(declared)) if drift.is_version_enough() => {
            writeln!(f, "; {version} → {declared}, {wanted} is enough")
        }
        (Some(version), Some(wanted), Some(declared)) => writeln!(
            f,
            "; {version} → {wanted} at least, and the spec says {declared}"
        ),
        _ => writeln!(f),
    }
}

fn rows(f: &mut fmt::Formatter<'_>, changes: &[Change]) -> fmt::Result {
    let width = |text: fn(&Change) -> &str| {
        let widths = changes.iter().map(|change| text(change).chars().count());
        // One long cell must not push all others off the screen.
        widths.max().unwrap_or(0).min(60)
    };
    let subject = width(|change| &change.subject);
    let what = width(|change| &change.what);
    for change in changes {
        writeln!(
            f,
            "  {:<10}  {:<subject$}  {:<what$}  {}",
            change.level.as_str(),
            change.subject,
            change.what,
            change.why
        )?;
    }
    Ok(())
}

/// The changes so far, and what is being compared.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
    /// What the subjects begin with.
    within: Vec<String>,
}

impl Changes {
    /// Compares what is within something.
    fn within(&mut self, part: impl Into<String>, compare: impl FnOnce(&mut Self)) {
        self.within.push(part.into());
        compare(self);
        self.within.pop();
    }

    fn push(&mut self, level: Level, subject: &str, what: impl Into<String>, why: &'static str) {
        let mut parts: Vec<&str> = self.within.iter().map(String::as_str).collect();
        if !subject.is_empty() {
            parts.push(subject);
        }
        self.list.push(Change {
            level,
            subject: parts.join(" "),
            what: what.into(),
            why,
        });
    }

    fn docs(&mut self, subject: &str, what: impl Into<String>, why: &'static str) {
        self.push(Level::Docs, subject, what, why);
    }

    fn compatible(&mut self, subject: &str, what: impl Into<String>, why: &'static str) {
        self.push(Level::Compatible, subject, what, why);
    }

    fn breaking(&mut self, subject: &str, what: impl Into<String>, why: &'static str) {
        self.push(Level::Breaking, subject, what, why);
    }

    /// A change of this level if two things differ; nothing if they do not.
    fn differ<T: PartialEq>(
        &mut self,
        level: Level,
        what: &str,
        why: &'static str,
        pair: (&T, &T),
    ) {
        if pair.0 != pair.1 {
            self.push(level, "", format!("{what} changed"), why);
        }
    }

    /// The same, and both sides are shown.
    fn shown<T: PartialEq + fmt::Display>(
        &mut self,
        level: Level,
        what: &str,
        why: &'static str,
        pair: (Option<&T>, Option<&T>),
    ) {
        let what = match pair {
            (Some(old), Some(new)) if old != new => format!("{what} {old} → {new}"),
            (None, Some(new)) => format!("{what} {new} added"),
            (Some(old), None) => format!("{what} {old} removed"),
            _ => return,
        };
        self.push(level, "", what, why);
    }

    fn sorted(mut self) -> Vec<Change> {
        self.list.sort_by(|left, right| {
            let key = |change: &Change| (std::cmp::Reverse(change.level), change.subject.clone());
            key(left).cmp(&key(right)).then(left.what.cmp(&right.what))
        });
        self.list
    }
}

/// Things of two lists by name: in both, only in the old one, only in the new one; by name.
fn matched<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Vec<(&'a str, Option<&'a T>, Option<&'a T>)> {
    let mut pairs: BTreeMap<&str, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for thing in old {
        pairs.entry(name(thing)).or_default().0 = Some(thing);
    }
    for thing in new {
        pairs.entry(name(thing)).or_default().1 = Some(thing);
    }
    pairs
        .into_iter()
        .map(|(name, (old, new))| (name, old, new))
        .collect()
}

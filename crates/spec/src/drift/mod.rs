//! What changed between two catalogs, and what that means for programs that use the crates.
//!
//! Everything is matched by wire name: the order of files, members, values and codes is no
//! change. A change is judged in three respects: whether a program still compiles (*source*),
//! whether one that stays on the old crate still works (*wire*), and whether the new crate does
//! something else for the same program (*behaviour*). What stops a program from compiling is not
//! guessed: the generator says which public items of the crates are gone (see [`Loss`]).

pub mod accepted;
mod action;
mod annotations;
mod change;
pub mod changelog;
mod changes;
mod declared;
mod errors;
mod group;
mod json;
mod limits;
mod markdown;
mod matched;
mod member;
mod place;
mod reach;
mod service;
mod side;
mod surface;
mod text;
mod value;
mod wait;

use std::collections::BTreeMap;

pub use change::{Change, Direction, Effect, Id, Level, Respect, Verdicts};
pub use group::Group;
pub use surface::{Loss, Part};
pub use text::Text;

use crate::catalog::{Catalog, LoadedService};
use crate::version::{self, Bump, Version};
use changes::Changes;

/// What the crates of all services lost, by service; a service of which nothing is known is absent.
pub type Losses = BTreeMap<String, Vec<Loss>>;

/// What changed in one service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceDrift {
    /// The service's id.
    pub service: String,
    /// Its folder below the specs folder.
    pub folder: String,
    /// The version of its crate before; absent for a new service.
    pub version: Option<String>,
    /// The version that its spec names now; absent for a removed service.
    pub declared: Option<String>,
    /// The changes, the gravest first, then by what they are about.
    pub changes: Vec<Change>,
}

/// How the version that a spec names stands to its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is enough.
    Enough,
    /// It is less than this one, which the changes ask for.
    TooLow(String),
    /// It is less than it was.
    Lowered,
    /// The service is gone.
    Gone,
}

impl ServiceDrift {
    /// Compares a service. Without losses that were looked for, whatever may be a loss is one.
    pub fn between(
        old: Option<&LoadedService>,
        new: Option<&LoadedService>,
        losses: Option<&[Loss]>,
    ) -> Option<Self> {
        let either = new.or(old)?;
        let mut changes = Changes::new();
        match (old, new) {
            (Some(old), Some(new)) => {
                service::compare(&mut changes, old, new);
                surface::settle(&mut changes.list, losses);
            }
            (None, _) => changes.within("service", |changes| {
                changes.push("added", Verdicts::NEW, "added", "its crate is new");
            }),
            (Some(_), None) => changes.within("service", |changes| {
                let verdicts = Verdicts::GONE.on_wire(Effect::Breaking);
                changes.push("removed", verdicts, "removed", "its crate is gone");
            }),
        }
        changes.list.sort_by_cached_key(|change| {
            let level = std::cmp::Reverse((change.level(), change.verdicts.is_breaking()));
            (level, change.subject(), change.what.clone())
        });
        Some(Self {
            service: either.service.service.clone(),
            folder: either.folder.clone(),
            version: old.map(|old| old.service.package.version.clone()),
            declared: new.map(|new| new.service.package.version.clone()),
            changes: changes.list,
        })
    }

    /// The file that a change is in, below the specs folder.
    pub fn file(&self, change: &Change) -> String {
        let name = change.action.as_deref().unwrap_or("service");
        format!("{}/{name}.yaml", self.folder)
    }

    /// The gravest level among the changes; `None` without any.
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(Change::level).max()
    }

    /// How many changes break something in a respect.
    pub fn breaks(&self, respect: Respect) -> usize {
        let breaking = |change: &&Change| change.verdicts.of(respect) == Effect::Breaking;
        self.changes.iter().filter(breaking).count()
    }

    /// The version that the changes ask for at least; `None` for new and removed services and
    /// where nothing changed. It follows from what programs see when they compile.
    pub fn wanted(&self) -> Option<String> {
        Some(self.due()?.to_string())
    }

    fn due(&self) -> Option<Version> {
        self.declared.as_ref()?;
        let version = Version::parse(self.version.as_deref()?).ok()?;
        // What was accepted was decided on.
        let open = || {
            let changes = self.changes.iter();
            changes.filter(|change| change.accepted.is_none())
        };
        let source = open().map(|change| change.verdicts.source).max()?;
        let level = open().map(Change::level).max()?;
        let bump = match (source, level) {
            (Effect::Breaking, _) => Bump::Major,
            (_, Level::Docs) => Bump::Patch,
            _ => Bump::Minor,
        };
        Some(version::after(&version, bump))
    }

    /// How the version that the spec names stands to the changes.
    pub fn standing(&self) -> Standing {
        let Some(before) = self.version.as_deref().map(Version::parse) else {
            return Standing::Enough;
        };
        let Some(declared) = self.declared.as_deref().map(Version::parse) else {
            let mut changes = self.changes.iter();
            let is_accepted = changes.all(|change| change.accepted.is_some());
            return if is_accepted {
                Standing::Enough
            } else {
                Standing::Gone
            };
        };
        if let (Ok(before), Ok(declared)) = (before, &declared)
            && *declared < before
        {
            return Standing::Lowered;
        }
        match self.due() {
            Some(due) if !declared.is_ok_and(|declared| declared >= due) => {
                Standing::TooLow(due.to_string())
            }
            _ => Standing::Enough,
        }
    }

    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.standing() == Standing::Enough
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
    /// Compares two catalogs. A service without losses that were looked for is judged by its specs
    /// alone.
    pub fn between(old: &Catalog, new: &Catalog, losses: &Losses) -> Self {
        let mut pairs: BTreeMap<&str, (Option<_>, Option<_>)> = BTreeMap::new();
        for service in &old.services {
            pairs.entry(&service.service.service).or_default().0 = Some(service);
        }
        for service in &new.services {
            pairs.entry(&service.service.service).or_default().1 = Some(service);
        }
        let services = pairs.into_iter().filter_map(|(id, (old, new))| {
            ServiceDrift::between(old, new, losses.get(id).map(Vec::as_slice))
        });
        Self::of(services)
    }

    /// What services are told of: those that have something to tell.
    pub fn of(services: impl IntoIterator<Item = ServiceDrift>) -> Self {
        let services = services.into_iter();
        Self {
            services: services.filter(|service| !service.is_empty()).collect(),
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

#[cfg(test)]
mod tests;

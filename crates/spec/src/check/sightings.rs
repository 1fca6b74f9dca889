//! What samples are seen to hold, for the checks of conflicts.

use std::collections::{BTreeSet, HashMap};

/// What the samples of a service show of the members that have conflicts.
///
/// Members are told apart by where they are in memory: the catalog does not move while it is
/// checked, and neither names nor paths would do for types that many actions use.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    sights: HashMap<usize, Sight>,
}

/// What the samples show of one member or type.
#[derive(Debug, Default)]
pub(super) struct Sight {
    /// How often there was an object that could have held it.
    pub(super) chances: usize,
    /// How often it was there.
    pub(super) present: usize,
    /// Values that are not among the documented ones.
    pub(super) values: BTreeSet<String>,
    /// Whether a value was of another type.
    pub(super) is_misfit: bool,
    /// Whether it was found in the envelope.
    pub(super) is_enveloped: bool,
    /// Whether it was found beside the envelope.
    pub(super) is_outside: bool,
}

impl Sightings {
    /// What is seen of a member or type, to be added to.
    pub(super) fn sight<T>(&mut self, of: &T) -> &mut Sight {
        let place = std::ptr::from_ref(of).addr();
        self.sights.entry(place).or_default()
    }

    /// What was seen of a member or type.
    pub(super) fn of<T>(&self, of: &T) -> Option<&Sight> {
        self.sights.get(&std::ptr::from_ref(of).addr())
    }
}

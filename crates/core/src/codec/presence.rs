//! Whether a field of a request or of an answer holds a value.

use std::collections::BTreeMap;

/// Whether a field holds a value.
pub trait Presence {
    /// Whether a value is there.
    fn is_set(&self) -> bool;

    /// Makes the value absent.
    fn clear(&mut self);
}

impl<T> Presence for Option<T> {
    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<V> Presence for Vec<V> {
    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

impl<V> Presence for BTreeMap<String, V> {
    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

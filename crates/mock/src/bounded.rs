//! What is remembered up to a number and a size: the oldest goes when one more comes.

use std::collections::VecDeque;

/// Entries in the order they came.
#[derive(Debug)]
pub(crate) struct Bounded<T> {
    kept: VecDeque<T>,
    bytes: usize,
    most: usize,
    most_bytes: usize,
    /// How many bytes an entry holds, roughly.
    weight: fn(&T) -> usize,
}

impl<T> Bounded<T> {
    pub(crate) fn new(most: usize, most_bytes: usize, weight: fn(&T) -> usize) -> Self {
        Self {
            kept: VecDeque::new(),
            bytes: 0,
            most,
            most_bytes,
            weight,
        }
    }

    pub(crate) fn push(&mut self, entry: T) {
        self.bytes += (self.weight)(&entry);
        self.kept.push_back(entry);
        while self.kept.len() > self.most || self.bytes > self.most_bytes {
            let Some(oldest) = self.kept.pop_front() else {
                break;
            };
            self.bytes -= (self.weight)(&oldest);
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.kept.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    pub(crate) fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        self.kept.retain(|entry| {
            let stays = stays(entry);
            if !stays {
                self.bytes -= (self.weight)(entry);
            }
            stays
        });
    }

    /// Changes some entries in place.
    pub(crate) fn change(&mut self, is_meant: impl Fn(&T) -> bool, change: impl Fn(&mut T)) {
        for entry in self.kept.iter_mut().filter(|entry| is_meant(entry)) {
            self.bytes -= (self.weight)(entry);
            change(entry);
            self.bytes += (self.weight)(entry);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entries_stay_as_far_as_there_is_room() {
        let mut kept: Bounded<String> = Bounded::new(3, 10, String::len);
        for text in ["a", "b", "c", "d"] {
            kept.push(text.to_owned());
        }
        assert_eq!(
            kept.iter().map(String::as_str).collect::<Vec<_>>(),
            ["b", "c", "d"]
        );
        kept.push("1234567890".to_owned());
        assert_eq!(kept.len(), 1);
        kept.change(|_| true, |text| text.truncate(4));
        kept.push("123456".to_owned());
        assert_eq!((kept.len(), kept.bytes), (2, 10));
        kept.retain(|text| text.len() > 4);
        assert_eq!((kept.len(), kept.bytes), (1, 6));
        // What is too large by itself does not stay.
        kept.push("12345678901".to_owned());
        assert_eq!((kept.len(), kept.bytes), (0, 0));
    }
}

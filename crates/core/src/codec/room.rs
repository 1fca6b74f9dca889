//! How much memory an answer may still become: the bound beside the one on its text.
//!
//! Two bytes of JSON can become a structure of hundreds. What is read is charged for before it is
//! kept, by what the allocator takes for it and not by what is in use of that.

/// What an answer may become in memory, in bytes.
#[derive(Debug)]
pub(super) struct Room {
    limit: usize,
    left: usize,
}

impl Room {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, left: limit }
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Takes so many bytes; tells whether there were as many.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        if let Some(left) = left {
            self.left = left;
        }
        left.is_some()
    }

    /// Takes what the allocator does for so many bytes of their own.
    pub(super) fn block(&mut self, bytes: usize) -> bool {
        self.take(block(bytes))
    }

    /// Takes an entry of a `BTreeMap` that has `count` of them.
    pub(super) fn entry(&mut self, count: usize, size: usize, key: &str) -> bool {
        // The standard library's nodes have places for 11 entries and hold at least 5, the first
        // one excepted; the 12 edges are those of a node that has others below it.
        const PLACES: usize = 11;
        const FILLED: usize = 5;
        const EDGES: usize = 12 * size_of::<usize>();
        let node = if count.is_multiple_of(FILLED) {
            block(PLACES.saturating_mul(size)) + EDGES
        } else {
            0
        };
        self.take(node.saturating_add(block(key.len())))
    }

    /// Room for one more item at least, of so many bytes; how many items to reserve.
    ///
    /// A list of one item has one, for of most structures four would be waste; from four on it doubles.
    fn items(&mut self, capacity: usize, size: usize) -> Option<usize> {
        let more = if capacity == 0 { 1 } else { capacity.max(3) };
        let bytes = |items: usize| block(items.saturating_mul(size));
        let further = bytes(capacity.saturating_add(more)) - bytes(capacity);
        self.take(further).then_some(more)
    }

    /// Makes room for an item in the list; tells whether there is.
    pub(super) fn grow<T>(&mut self, list: &mut Vec<T>) -> bool {
        if list.len() < list.capacity() {
            return true;
        }
        let more = self.items(list.capacity(), size_of::<T>());
        more.is_some_and(|more| list.try_reserve_exact(more).is_ok())
    }
}

/// What an allocator takes for so many bytes at most: a header, and rounded up to 16 or 32. The figure
/// is glibc's.
fn block(bytes: usize) -> usize {
    const BESIDE: usize = 32;
    if bytes == 0 {
        return 0;
    }
    bytes.saturating_add(BESIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_charged_by_its_capacity_and_not_grown_beyond_the_limit() {
        let mut room = Room::new(1000);
        let mut list: Vec<[u8; 100]> = Vec::new();
        while room.grow(&mut list) {
            list.push([0; 100]);
        }
        assert_eq!((list.len(), list.capacity()), (8, 8));
        assert_eq!(room.left, 1000 - block(800));
    }

    #[test]
    fn every_node_a_map_can_have_is_charged_for() {
        let mut room = Room::new(usize::MAX);
        for count in 0..100 {
            assert!(room.entry(count, 24, ""));
        }
        assert_eq!(usize::MAX - room.left, 20 * (block(11 * 24) + 96));
    }

    #[test]
    fn what_is_refused_takes_nothing() {
        let mut room = Room::new(40);
        assert!(!room.block(100));
        assert!(room.block(1));
        assert!(!room.take(8));
        assert!(room.take(7));
        assert!(room.block(0));
    }
}

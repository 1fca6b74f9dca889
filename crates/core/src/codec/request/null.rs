//! Where in a value a `null` is.

use std::fmt::Write;

use crate::codec::tape::{Event, Events, Tape};

pub(super) fn is_null(value: &Tape) -> bool {
    matches!(value.scalar(), Some(Event::Null))
}

/// Where in the value of this name it is `null`, by wire names.
pub(super) fn nulls(name: &str, value: &Tape) -> Vec<String> {
    let mut search = NullSearch {
        events: value.events(),
        path: name.to_owned(),
        found: Vec::new(),
    };
    let has_any = value.events().any(|event| matches!(event, Event::Null));
    if has_any && let Some(first) = search.events.next() {
        search.value(first);
    }
    search.found
}

struct NullSearch<'v> {
    events: Events<'v>,
    /// Of the value that comes next.
    path: String,
    found: Vec<String>,
}

impl NullSearch<'_> {
    /// Searches the value that begins with `first`.
    fn value(&mut self, first: Event<&str>) {
        let end = self.path.len();
        match first {
            Event::Null => self.found.push(self.path.clone()),
            Event::OpenObject => {
                while let Some((name, first)) = self.events.member() {
                    self.path.push('.');
                    self.path.push_str(name);
                    self.value(first);
                    self.path.truncate(end);
                }
            }
            Event::OpenList => {
                let mut index = 0;
                while let Some(first) = self.events.item() {
                    // Writing to a `String` cannot fail.
                    let _ = write!(self.path, "[{index}]");
                    index += 1;
                    self.value(first);
                    self.path.truncate(end);
                }
            }
            _ => {}
        }
    }
}

//! Where the reading of pages stands, in a form that can be kept and gone on from.

use std::fmt;
use std::str::FromStr;

use crate::meta::{Operation, Paging};

/// Where the reading of a result stands: what asks for the page that comes next.
///
/// [`Pages::position`](crate::Pages::position) and [`Items::position`](crate::Items::position) tell
/// it, `starting_at` goes on from it, in this program or, kept as text, in another one.
///
/// ```
/// use cloudwright_core::Position;
///
/// let kept = Position::token("b64==").to_string();
/// assert_eq!(kept, "token=b64==");
/// assert_eq!(kept.parse(), Ok(Position::token("b64==")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    pub(super) next: Cursor,
    /// Entries a page, where the number that asks for a page has that measure.
    pub(super) size: Option<u64>,
    /// Entries of the page that were taken already.
    pub(super) taken: u64,
}

/// What asks for a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cursor {
    /// How many entries are skipped.
    Offset(u64),
    /// The number of the page; the first is 1.
    Page(u64),
    /// The text that the page before told; nothing asks for the first page.
    Token(Option<String>),
}

impl Position {
    /// After this many entries, for an action that is asked with an offset.
    pub fn offset(entries: u64) -> Self {
        Self::of(Cursor::Offset(entries))
    }

    /// At this page, for an action that is asked with a page's number; the first is 1.
    pub fn page(number: u64) -> Self {
        Self::of(Cursor::Page(number))
    }

    /// At the page that this token asks for.
    pub fn token(token: impl Into<String>) -> Self {
        Self::of(Cursor::Token(
            Some(token.into()).filter(|token| !token.is_empty()),
        ))
    }

    /// Sets how many entries a page has: a page's number means nothing without it.
    #[must_use]
    pub fn with_page_size(mut self, entries: u64) -> Self {
        self.size = Some(entries).filter(|entries| *entries > 0);
        self
    }

    /// Sets how many entries of the page were taken already; [`Items`](crate::Items) passes over them.
    #[must_use]
    pub fn with_taken(mut self, entries: u64) -> Self {
        self.taken = entries;
        self
    }

    /// Entries of the page that were taken already.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// The parameters of an action that ask for the page here, by wire name. None where the action asks for its
    /// pages in another way.
    pub fn parameters(&self, operation: &Operation) -> Vec<(&'static str, String)> {
        let (number, start, size) = match (operation.paging, &self.next) {
            (Some(Paging::Offset { offset, limit, .. }), Cursor::Offset(entries)) => {
                (entries.to_string(), offset, limit)
            }
            (Some(Paging::Page { page, size, .. }), Cursor::Page(number)) => {
                (number.to_string(), page, size)
            }
            (Some(Paging::Token { token, .. }), Cursor::Token(Some(text))) => {
                (text.clone(), token, None)
            }
            _ => return Vec::new(),
        };
        let size = size.zip(self.size.map(|entries| entries.to_string()));
        std::iter::once((start, number)).chain(size).collect()
    }

    pub(super) fn of(next: Cursor) -> Self {
        Self {
            next,
            size: None,
            taken: 0,
        }
    }
}

/// `offset=200&size=50&taken=3`, with `page=` or `token=` in place of the offset. A token is the rest
/// of the text, whatever is in it.
impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(size) = self.size {
            write!(formatter, "size={size}&")?;
        }
        if self.taken > 0 {
            write!(formatter, "taken={}&", self.taken)?;
        }
        match &self.next {
            Cursor::Offset(entries) => write!(formatter, "offset={entries}"),
            Cursor::Page(number) => write!(formatter, "page={number}"),
            Cursor::Token(token) => {
                write!(formatter, "token={}", token.as_deref().unwrap_or_default())
            }
        }
    }
}

/// The text is no [`Position`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPosition;

impl fmt::Display for NoPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a position is written `offset=N`, `page=N` or `token=TEXT`")
    }
}

impl std::error::Error for NoPosition {}

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let number = |text: &str| text.parse::<u64>().map_err(|_| NoPosition);
        let (mut size, mut taken) = (None, 0);
        let mut rest = text;
        loop {
            let (name, value) = rest.split_once('=').ok_or(NoPosition)?;
            let next = match name {
                "token" => Self::token(value).next,
                "offset" => Cursor::Offset(number(value)?),
                "page" => Cursor::Page(number(value)?),
                "size" | "taken" => {
                    let (value, after) = value.split_once('&').ok_or(NoPosition)?;
                    let value = number(value)?;
                    if name == "size" {
                        size = Some(value).filter(|size| *size > 0);
                    } else {
                        taken = value;
                    }
                    rest = after;
                    continue;
                }
                _ => return Err(NoPosition),
            };
            return Ok(Self { next, size, taken });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_is_written() {
        let begun = Position::page(7).with_page_size(50).with_taken(3);
        for (position, text) in [
            (Position::offset(200), "offset=200"),
            (begun, "size=50&taken=3&page=7"),
            (Position::token("a=b&size=9 é"), "token=a=b&size=9 é"),
            (Position::token(""), "token="),
        ] {
            assert_eq!(position.to_string(), text);
            assert_eq!(text.parse(), Ok(position));
        }
    }

    #[test]
    fn a_position_is_told_as_the_parameters_that_ask_for_it() {
        use crate::testing::service::{JOBS, UNLIMITED};
        let texts = |position: &Position, operation| {
            let parameters = position.parameters(operation);
            let texts = parameters
                .iter()
                .map(|(name, text)| format!("{name}={text}"));
            texts.collect::<Vec<_>>()
        };
        let begun = Position::offset(20).with_page_size(10);
        assert_eq!(texts(&begun, &JOBS), ["offset=20", "limit=10"]);
        assert_eq!(texts(&Position::token("t"), &JOBS), [""; 0]);
        assert_eq!(texts(&begun, &UNLIMITED), [""; 0]);
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for text in [
            "",
            "200",
            "offset=",
            "offset=-1",
            "size=3",
            "page=1&size=2",
            "row=1",
        ] {
            assert_eq!(text.parse::<Position>(), Err(NoPosition), "{text}");
        }
    }
}

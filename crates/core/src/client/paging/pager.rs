//! Which page comes next, and whether one does. Not generic, and without any waiting.
//!
//! What asks for the next page is made from what came, not from what was asked for: a service may give
//! smaller pages than it is asked for, and then rows would be lost.

use super::end::End;
use super::position::{Cursor, Position};
use super::seen::Seen;
use crate::codec::{Parameters, ViolationKind, Violations};
use crate::error::Error;
use crate::meta::{Operation, Paging, Rule};

/// Rows to ask for where the page's rule needs a number and documents none.
const SOME_ROWS: u64 = 100;

/// What is documented beyond this as the most rows of a page is the bound of a number, not a page that
/// anybody wants.
const LARGEST_PAGE: u64 = 10_000;

/// What is looked at of a page.
#[derive(Debug)]
pub struct PageFacts {
    /// Entries that were read of it.
    pub(super) rows: usize,
    pub(super) total: Option<u64>,
    /// The text that asks for the next page.
    pub(super) next: Option<String>,
}

/// Who chose a number that a page is asked for with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SetBy {
    /// Nobody: it is not sent.
    Nobody,
    /// The call has it among its parameters.
    Call,
    /// The pager, which has to send it.
    Pager,
}

/// Where the reading of pages stands.
#[derive(Debug)]
pub(super) struct Pager {
    operation: &'static Operation,
    /// What asks for the page after the last one that came.
    next: Cursor,
    /// Rows a page, where they are known, and the most that may be asked for: what the program asked
    /// for, or what the service gave where that was less.
    size: Option<u64>,
    bound: Option<u64>,
    /// Whether the offset has to be a multiple of the size.
    aligned: bool,
    /// Rows of a page that are wanted, up to as many as are documented; none: as the service does.
    wanted: u64,
    /// Who said where to begin, and how large a page is.
    start: SetBy,
    measure: SetBy,
    /// The number of the first page that was asked for.
    first: u64,
    /// Rows that came, and those of the largest page.
    rows: u64,
    largest: u64,
    total: Option<u64>,
    /// What asked for the last page.
    asked: Option<Position>,
    pages: u64,
    max_pages: Option<u64>,
    last: Option<u64>,
    tokens: Seen,
    end: Option<End>,
}

impl Pager {
    pub(super) fn new(operation: &'static Operation, given: &Parameters) -> Self {
        let given = |name: &str| given.text(name);
        let number = |name: Option<&'static str>| -> Option<u64> {
            let name = name?;
            let default = || operation.parameter(name)?.default.map(str::to_owned);
            given(name).or_else(default)?.parse().ok()
        };
        let (start, size) = names(operation.paging);
        let next = match operation.paging {
            Some(Paging::Page { .. }) => Cursor::Page(number(start).unwrap_or(1)),
            Some(Paging::Token { token, .. }) => Cursor::Token(given(token)),
            _ => Cursor::Offset(number(start).unwrap_or(0)),
        };
        let aligned = size.is_some()
            && operation.rules.iter().any(|rule| match (rule, &next) {
                (Rule::MultipleOf(first, _), Cursor::Offset(_)) => Some(*first) == start,
                _ => false,
            });
        let known = number(size).filter(|rows| *rows > 0);
        let said = |name: Option<&'static str>| match name.and_then(given) {
            Some(_) => SetBy::Call,
            None => SetBy::Nobody,
        };
        let rows = known.or_else(|| aligned.then(|| some_rows(operation, size)));
        let mut pager = Self {
            operation,
            size: rows,
            bound: rows,
            aligned,
            wanted: 0,
            start: said(start),
            measure: said(size),
            first: 1,
            rows: 0,
            largest: 0,
            total: None,
            asked: None,
            pages: 0,
            max_pages: None,
            last: None,
            tokens: Seen::default(),
            end: None,
            next,
        };
        pager.remember_start();
        pager
    }

    /// Takes the place where it stands for the one where it begins.
    fn remember_start(&mut self) {
        match &self.next {
            Cursor::Page(number) => self.first = *number,
            Cursor::Token(Some(token)) => {
                self.tokens.add(token);
            }
            Cursor::Offset(_) | Cursor::Token(None) => {}
        }
    }

    /// Why there are no more pages.
    pub(super) fn end(&self) -> Option<End> {
        self.end
    }

    /// Ends after this many pages.
    pub(super) fn stop_after(&mut self, pages: u64) {
        self.max_pages = Some(pages);
        self.end_if_enough();
    }

    fn end_if_enough(&mut self) {
        if self.end.is_none() && self.max_pages.is_some_and(|most| self.pages >= most) {
            self.end = Some(End::MaxPages);
        }
    }

    /// Asks for the largest page that is documented, or for this many rows, where the program neither says how many rows it
    /// wants nor where to begin: a page's number, and an offset that has to be a multiple of the size,
    /// are meant with the size that the program thinks of.
    pub(super) fn enlarge(&mut self, wanted: u64) {
        self.wanted = wanted;
    }

    fn choose_size(&mut self) {
        let is_row = matches!(self.next, Cursor::Offset(_)) && !self.aligned;
        let is_free = self.measure == SetBy::Nobody && (is_row || self.start == SetBy::Nobody);
        let (_, size) = names(self.operation.paging);
        let largest = largest_page(self.operation, size).filter(|_| is_free);
        if let Some(rows) = largest
            .map(|largest| largest.min(self.wanted))
            .filter(|rows| *rows > 0)
        {
            self.take_size(rows);
        }
    }

    fn take_size(&mut self, size: u64) {
        self.size = Some(size);
        self.bound = Some(size);
        self.measure = SetBy::Pager;
    }

    /// Begins at another place than the first page.
    pub(super) fn start_at(&mut self, position: Position) -> Result<(), Error> {
        let fits = matches!(
            (&position.next, &self.next),
            (Cursor::Offset(_), Cursor::Offset(_))
                | (Cursor::Page(_), Cursor::Page(_))
                | (Cursor::Token(_), Cursor::Token(_))
        );
        if !fits || self.operation.paging.is_none() {
            return Err(self.misplaced(&position));
        }
        let Position { next, size, .. } = position;
        self.next = next;
        self.start = SetBy::Pager;
        let (_, name) = names(self.operation.paging);
        if let (Some(size), Some(_)) = (size, name) {
            self.take_size(size);
        }
        self.align();
        self.remember_start();
        Ok(())
    }

    #[cold]
    fn misplaced(&self, position: &Position) -> Error {
        let mut violations = Violations::default();
        let position = position.to_string();
        let (name, message) = match names(self.operation.paging) {
            (Some(start), _) => (start, "asks for the pages of this action, and not "),
            (None, _) => (self.operation.name, "has no pages to begin at "),
        };
        violations.add(name, ViolationKind::Kind, &[message, &position]);
        Error::invalid(violations).with_operation(self.operation)
    }

    /// What asks for the page after the last one that came; nothing after the last page.
    pub(super) fn position(&self) -> Option<Position> {
        let stands = matches!(self.end, None | Some(End::Failed | End::MaxPages));
        (stands && self.operation.paging.is_some()).then(|| self.here())
    }

    /// What asked for the page that came last.
    pub(super) fn asked(&self) -> Option<&Position> {
        self.asked.as_ref()
    }

    /// Which page comes next, from 1: the first that was asked for is the first.
    pub(super) fn number(&self) -> u64 {
        self.pages.saturating_add(1)
    }

    fn here(&self) -> Position {
        let measured = self.aligned || matches!(self.next, Cursor::Page(_));
        Position {
            size: self.size.filter(|_| measured),
            ..Position::of(self.next.clone())
        }
    }

    /// Entries that the service's total promised and that did not come, where that is certain.
    pub(super) fn missing(&self) -> Option<u64> {
        let total = self.total?;
        let most = self.reached(self.size.unwrap_or(u64::MAX));
        total.checked_sub(most).filter(|missing| *missing > 0)
    }

    /// Has the parameters ask for the next page; tells whether there may be one.
    pub(super) fn ask(&mut self, parameters: &mut Parameters) -> bool {
        if self.end.is_some() {
            return false;
        }
        if self.asked.is_none() {
            self.choose_size();
        }
        let (start, size) = names(self.operation.paging);
        if let Some(start) = start.filter(|_| self.pages > 0 || self.sends(self.start)) {
            match &self.next {
                Cursor::Offset(number) | Cursor::Page(number) => {
                    parameters.number_or_text(start, signed(*number));
                }
                Cursor::Token(Some(token)) => parameters.text_or_number(start, token),
                Cursor::Token(None) => {}
            }
        }
        if let (true, Some(name), Some(rows)) = (self.sends(self.measure), size, self.size) {
            parameters.number_or_text(name, signed(rows));
        }
        self.asked = Some(self.here());
        true
    }

    /// Whether a number is written into the parameters: where a rule is about two of them, both are.
    fn sends(&self, said: SetBy) -> bool {
        self.aligned || said == SetBy::Pager
    }

    /// Takes a page in, with what tells it from others. `false` if it is the one before once more.
    pub(super) fn arrived(&mut self, print: u64, page: PageFacts) -> bool {
        if self.last == Some(print) {
            self.end = Some(End::Repeated);
            return false;
        }
        self.last = Some(print);
        self.pages += 1;
        // A total of nothing is one that is not filled in, or no longer.
        self.total = page.total.filter(|total| *total > 0).or(self.total);
        match &mut self.next {
            _ if self.operation.paging.is_none() => self.end = Some(End::NoNext),
            Cursor::Token(token) => {
                *token = page.next.filter(|token| !token.is_empty());
                match token {
                    None => self.end = Some(End::NoNext),
                    Some(token) if self.tokens.add(token) => {}
                    Some(_) => self.end = Some(End::Repeated),
                }
            }
            Cursor::Offset(_) | Cursor::Page(_) => {
                self.advance(u64::try_from(page.rows).unwrap_or(u64::MAX));
            }
        }
        self.end_if_enough();
        true
    }

    /// A page could not be fetched.
    pub(super) fn failed(&mut self) {
        self.end = Some(End::Failed);
    }

    fn advance(&mut self, rows: u64) {
        if rows == 0 {
            let is_short = self.missing().is_some();
            self.end = Some(if is_short { End::Short } else { End::Empty });
            return;
        }
        self.rows = self.rows.saturating_add(rows);
        self.largest = self.largest.max(rows);
        match &mut self.next {
            Cursor::Offset(offset) => *offset = offset.saturating_add(rows),
            Cursor::Page(number) => *number = number.saturating_add(1),
            Cursor::Token(_) => {}
        }
        if self
            .total
            .is_some_and(|total| self.reached(self.largest) >= total)
        {
            self.end = Some(End::Total);
        }
        self.resize(rows);
    }

    /// Goes on with the size that came, where it is less than what was asked for.
    fn resize(&mut self, rows: u64) {
        if self.size.is_none_or(|size| rows >= size) {
            return self.align();
        }
        match self.next {
            Cursor::Offset(_) if self.aligned => {
                self.bound = Some(self.largest);
                self.align();
            }
            // The second page begins after what came, also where the service takes the size that it
            // is asked for to find it. A later page that is short is only short.
            Cursor::Page(2) if self.first == 1 => {
                self.take_size(rows);
            }
            _ => {}
        }
    }

    /// Chooses the largest size of which the offset is a multiple, where it has to be.
    fn align(&mut self) {
        let (true, Cursor::Offset(offset), Some(bound)) = (self.aligned, &self.next, self.bound)
        else {
            return;
        };
        let divides = |size: &u64| offset.is_multiple_of(*size);
        let mut smaller = (1..bound.min(LARGEST_PAGE)).rev();
        self.size = Some(bound)
            .filter(divides)
            .or_else(|| smaller.find(divides));
    }

    /// How many rows there are up to where it stands, if a page before the first one asked for has
    /// this many.
    fn reached(&self, size: u64) -> u64 {
        match &self.next {
            Cursor::Offset(offset) => *offset,
            Cursor::Page(_) => {
                let before = self.first.saturating_sub(1);
                before.saturating_mul(size).saturating_add(self.rows)
            }
            Cursor::Token(_) => self.rows,
        }
    }
}

/// The parameters that say where a page begins and how large it is.
fn names(paging: Option<Paging>) -> (Option<&'static str>, Option<&'static str>) {
    match paging {
        Some(Paging::Offset { offset, limit, .. }) => (Some(offset), limit),
        Some(Paging::Page { page, size, .. }) => (Some(page), size),
        Some(Paging::Token { token, limit, .. }) => (Some(token), limit),
        None => (None, None),
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The most rows that a page is documented to have.
fn largest_page(operation: &Operation, size: Option<&str>) -> Option<u64> {
    let max = size.and_then(|name| operation.parameter(name)?.max)?;
    let max = u64::try_from(max).ok()?;
    (1..=LARGEST_PAGE).contains(&max).then_some(max)
}

fn some_rows(operation: &Operation, size: Option<&str>) -> u64 {
    largest_page(operation, size).map_or(SOME_ROWS, |max| max.min(SOME_ROWS))
}

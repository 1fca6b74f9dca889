//! Long results, page by page and entry by entry.
//!
//! A page is fetched when it is asked for, never before. What asks for the next one counts what came,
//! for services may give smaller pages than they are asked for. The streams end on an empty page, at
//! the total that the service tells, and when the service answers the same page twice, which is how
//! one that ignores the offset shows itself; [`End`] says which.

mod dynamic;
mod end;
mod pager;
mod position;
mod seen;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use dynamic::{merge_pages, page_rows, page_rows_mut, page_total};
pub use end::End;
pub use position::{NoPosition, Position};

use crate::client::call::Call;
use crate::client::mode::{Async, Mode, Sending};
use crate::client::response::Response;
use crate::codec::{Decode, Document, Json};
use crate::error::Error;
use crate::meta::Operation;
use pager::{PageFacts, Pager};
use seen::fingerprint;

/// A result of which a call gives one page. Generated.
pub trait Paged: Decode + Default {
    /// What the pages are full of.
    type Item;

    /// The entries of a page.
    fn items(page: Self) -> Vec<Self::Item>;

    /// How many entries the page has.
    fn count(page: &Self) -> usize;

    /// How many entries there are on all pages, where the page says so.
    fn total(page: &Self) -> Option<u64> {
        let _ = page;
        None
    }

    /// The text that asks for the next page, where the page holds one.
    fn next(page: &Self) -> Option<String> {
        let _ = page;
        None
    }

    /// [`items`](Self::items), for what knows an action only by its table.
    #[doc(hidden)]
    fn items_of(operation: &Operation, page: Self) -> Vec<Self::Item> {
        let _ = operation;
        Self::items(page)
    }

    /// What paging asks of a page, for what knows an action only by its table.
    #[doc(hidden)]
    fn facts(operation: &Operation, page: &Self) -> PageFacts {
        let _ = operation;
        PageFacts {
            rows: Self::count(page),
            total: Self::total(page),
            next: Self::next(page),
        }
    }
}

/// The pages of a result, one after another.
///
/// With an async client it is a [`Stream`], and has [`next`](Self::next) and
/// [`try_next`](Self::try_next) of its own; with a blocking client it is an [`Iterator`]. After an
/// error it ends.
///
/// ```no_run
/// # use cloudwright_core::{Error, Paged, Pages};
/// # async fn example<T: Paged>(mut pages: Pages<T>) -> Result<(), Error> {
/// while let Some(page) = pages.try_next().await? {
///     println!("{:?}", page.request_id());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "no page is fetched until it is asked for"]
pub struct Pages<T: Paged, M: Mode = Async> {
    call: Call<M>,
    pager: Pager,
    /// The page on its way.
    sending: Option<Sending<T>>,
}

type Fetched<T> = Result<Response<T>, Error>;

/// A call's pages.
impl<M: Mode> Call<M> {
    /// The pages of a paged action, by its table alone.
    ///
    /// # Errors
    ///
    /// What is wrong with the parameters.
    pub fn pages_dynamic(self, parameters: Json) -> Result<Pages<Document, M>, Error> {
        self.dynamic(parameters).map(Pages::new)
    }

    /// The pages of a paged action.
    #[doc(hidden)]
    pub fn pages<T: Paged>(self) -> Pages<T, M> {
        Pages::new(self)
    }
}

impl<T: Paged, M: Mode> Pages<T, M> {
    pub(crate) fn new(call: Call<M>) -> Self {
        let pager = Pager::new(call.operation(), call.given());
        Self {
            call,
            pager,
            sending: None,
        }
    }

    /// The entries of the pages, one after another.
    ///
    /// Pages are asked for in the largest size that is documented, unless the call says a size, or
    /// begins at a place that is meant with the usual one.
    pub fn items(self) -> Items<T, M> {
        Items {
            pages: self.with_large_pages(None),
            rest: VecDeque::new(),
            taken: 0,
            skip: 0,
        }
    }

    /// Asks for pages in the largest size that is documented, as [`items`](Self::items) does, or for as
    /// many entries as are wanted at all, if that is less.
    pub fn with_large_pages(mut self, wanted: Option<u64>) -> Self {
        self.pager.enlarge(wanted.unwrap_or(u64::MAX));
        self
    }

    /// Ends after this many pages, with [`End::MaxPages`].
    pub fn with_max_pages(mut self, pages: u64) -> Self {
        self.pager.stop_after(pages);
        self
    }

    /// Begins at a place that [`position`](Self::position) told, or that one knows: an offset, the
    /// number of a page, a token.
    ///
    /// A position within a page, as [`Items::position`] tells it, begins with the whole of that page.
    ///
    /// # Errors
    ///
    /// If the action asks for its pages in another way.
    pub fn starting_at(mut self, position: Position) -> Result<Self, Error> {
        self.pager.start_at(position)?;
        Ok(self)
    }

    /// What asks for the page that comes next; `None` after the last one. After an error it is the
    /// page that could not be fetched.
    pub fn position(&self) -> Option<Position> {
        self.pager.position()
    }

    /// Why there are no more pages; `None` while there may be.
    pub fn end(&self) -> Option<End> {
        self.pager.end()
    }

    /// How many entries did not come that the service's total promised, once there are no more pages;
    /// `None` if all came, or nobody knows.
    pub fn missing(&self) -> Option<u64> {
        self.end().and_then(|_| self.pager.missing())
    }

    fn page(&mut self) -> Option<M::Sent<T>> {
        let mut call = self.call.clone();
        let asks = self.pager.ask(call.parameters());
        call.options().page = Some(self.pager.number());
        asks.then(|| call.send())
    }

    /// Takes a page in; `None` if it is the same as the one before.
    fn arrived(&mut self, outcome: Fetched<T>) -> Option<Fetched<T>> {
        match outcome {
            Ok(page) => {
                let print = fingerprint(page.body(), page.request_id());
                let facts = T::facts(self.call.operation(), &page);
                let fresh = self.pager.arrived(print, facts);
                fresh.then_some(Ok(page))
            }
            Err(error) => {
                self.pager.failed();
                Some(Err(error))
            }
        }
    }
}

impl<T: Paged> Pages<T, Async> {
    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Fetched<T>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// Why the page could not be fetched.
    pub async fn try_next(&mut self) -> Result<Option<Response<T>>, Error> {
        self.next().await.transpose()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Fetched<T>>> {
        if self.sending.is_none() {
            self.sending = self.page();
        }
        let Some(sending) = &mut self.sending else {
            return Poll::Ready(None);
        };
        let outcome = ready!(Pin::new(sending).poll(context));
        self.sending = None;
        Poll::Ready(self.arrived(outcome))
    }
}

impl<T: Paged> Stream for Pages<T, Async> {
    type Item = Fetched<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

#[cfg(feature = "blocking")]
impl<T: Paged> Iterator for Pages<T, crate::Blocking> {
    type Item = Fetched<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let outcome = self.page()?;
        self.arrived(outcome)
    }
}

impl<T: Paged, M: Mode> fmt::Debug for Pages<T, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("call", &self.call)
            .field("pager", &self.pager)
            .finish_non_exhaustive()
    }
}

/// The entries of all pages, one after another.
///
/// With an async client it is a [`Stream`], and has [`next`](Self::next),
/// [`try_next`](Self::try_next) and [`try_collect`](Self::try_collect) of its own; with a blocking
/// client it is an [`Iterator`]. The next page is fetched when all entries of the last one have
/// been taken. After an error it ends.
#[must_use = "no page is fetched until it is asked for"]
pub struct Items<T: Paged, M: Mode = Async> {
    pages: Pages<T, M>,
    /// The entries of the last page that were not taken, and how many were.
    rest: VecDeque<T::Item>,
    taken: u64,
    /// Entries to leave out, which were taken before this began.
    skip: u64,
}

impl<T: Paged, M: Mode> Items<T, M> {
    /// Ends after this many pages, with [`End::MaxPages`].
    pub fn with_max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.with_max_pages(pages);
        self
    }

    /// Begins at a place that [`position`](Self::position) told, or that one knows: an offset, the
    /// number of a page, a token.
    ///
    /// ```no_run
    /// # use cloudwright_core::{Error, Items, Paged, Position};
    /// # async fn example<T: Paged>(items: Items<T>, kept: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = items.starting_at(kept.parse()?)?;
    /// while let Some(item) = items.try_next().await? {
    ///     let kept = items.position().map(|position| position.to_string());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the action asks for its pages in another way.
    pub fn starting_at(mut self, position: Position) -> Result<Self, Error> {
        self.skip = position.taken;
        self.pages = self.pages.starting_at(position)?;
        Ok(self)
    }

    /// What asks for the entry that comes next; `None` after the last one. After an error it is the
    /// page that could not be fetched.
    pub fn position(&self) -> Option<Position> {
        let pager = &self.pages.pager;
        if self.rest.is_empty() {
            let position = pager.position()?;
            let taken = self.skip;
            return Some(Position { taken, ..position });
        }
        let taken = self.taken;
        pager
            .asked()
            .cloned()
            .map(|page| Position { taken, ..page })
    }

    /// Why there are no more pages; `None` while there may be.
    pub fn end(&self) -> Option<End> {
        self.pages.end()
    }

    /// How many entries did not come that the service's total promised, once there are no more pages;
    /// `None` if all came, or nobody knows.
    pub fn missing(&self) -> Option<u64> {
        self.pages.missing()
    }

    fn unpack(&mut self, page: Response<T>) {
        let operation = self.pages.call.operation();
        self.rest = T::items_of(operation, page.into_inner()).into();
        let skipped =
            usize::try_from(self.skip).map_or(self.rest.len(), |skip| skip.min(self.rest.len()));
        self.rest.drain(..skipped);
        self.taken = skipped as u64;
        self.skip -= self.taken;
    }

    fn take(&mut self) -> Option<T::Item> {
        let item = self.rest.pop_front()?;
        self.taken += 1;
        Some(item)
    }
}

impl<T: Paged> Items<T, Async> {
    /// The next entry; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The next entry; `None` after the last.
    ///
    /// # Errors
    ///
    /// Why the page it is on could not be fetched.
    pub async fn try_next(&mut self) -> Result<Option<T::Item>, Error> {
        self.next().await.transpose()
    }

    /// All entries.
    ///
    /// # Errors
    ///
    /// Why a page could not be fetched. What came before it is lost: use
    /// [`try_next`](Self::try_next) to keep it.
    pub async fn try_collect(mut self) -> Result<Vec<T::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
            all.extend(self.rest.drain(..));
        }
        Ok(all)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.take() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.unpack(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Paged> Stream for Items<T, Async>
where
    T::Item: Unpin,
{
    type Item = Result<T::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

#[cfg(feature = "blocking")]
impl<T: Paged> Iterator for Items<T, crate::Blocking> {
    type Item = Result<T::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.take() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.unpack(page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: Paged, M: Mode> fmt::Debug for Items<T, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

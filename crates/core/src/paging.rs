//! Long results, page by page and entry by entry.
//!
//! A page is fetched when it is asked for, never before. The streams end on an empty page, at the
//! total that the service tells, and when the service answers the same page twice, which is how one
//! that ignores the offset shows itself.

mod dynamic;
mod pager;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use dynamic::merge_pages;
pub use pager::End;

use crate::call::Call;
use crate::codec::Decode;
use crate::error::Error;
use crate::meta::Operation;
use crate::mode::{Async, Mode, Sending};
use crate::response::Response;
use pager::{Page, Pager};

/// A result of which a call gives one page. Generated.
pub trait Paged: Decode + Default {
    /// What the pages are full of.
    type Item;

    /// The entries of a page.
    fn items(page: Self) -> Vec<Self::Item>;

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

    /// [`total`](Self::total), for what knows an action only by its table.
    #[doc(hidden)]
    fn total_of(operation: &Operation, page: &Self) -> Option<u64> {
        let _ = operation;
        Self::total(page)
    }

    /// [`next`](Self::next), for what knows an action only by its table.
    #[doc(hidden)]
    fn next_of(operation: &Operation, page: &Self) -> Option<String> {
        let _ = operation;
        Self::next(page)
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
    pub fn items(self) -> Items<T, M> {
        Items {
            pages: self,
            items: VecDeque::new(),
        }
    }

    /// Why there are no more pages; `None` while there may be.
    pub fn end(&self) -> Option<End> {
        self.pager.end()
    }

    fn page(&mut self) -> Option<M::Sent<T>> {
        let mut call = self.call.clone();
        let asks = self.pager.ask(call.parameters());
        asks.then(|| call.send())
    }

    /// Takes a page in; `None` if it is the same as the one before.
    fn arrived(&mut self, outcome: Fetched<T>) -> Option<Fetched<T>> {
        match outcome {
            Ok(page) => {
                let operation = self.call.operation();
                let fresh = self.pager.arrived(Page {
                    body: page.raw_body(),
                    request_id: page.request_id(),
                    total: T::total_of(operation, &page),
                    next: T::next_of(operation, &page),
                });
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
    items: VecDeque<T::Item>,
}

impl<T: Paged, M: Mode> Items<T, M> {
    /// Why there are no more pages; `None` while there may be.
    pub fn end(&self) -> Option<End> {
        self.pages.end()
    }

    fn unpack(&mut self, page: Response<T>) {
        let operation = self.pages.call.operation();
        self.items = T::items_of(operation, page.into_inner()).into();
        self.pages.pager.counted(self.items.len());
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
            all.extend(self.items.drain(..));
        }
        Ok(all)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Item, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
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
            if let Some(item) = self.items.pop_front() {
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

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
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use dynamic::{DynamicPages, merge_pages};
pub use pager::End;

use crate::call::Call;
use crate::codec::Decode;
use crate::error::Error;
use crate::meta::Operation;
use crate::mode::{Async, Mode, Sending};
use crate::response::Response;
use pager::{Page, Pager};

/// An action whose result comes in pages. Generated.
pub trait Paged {
    /// The result of one call.
    type Output: Decode + Default;
    /// What the pages are full of.
    type Item;

    /// The entries of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;

    /// How many entries there are on all pages, where the page says so.
    fn total(page: &Self::Output) -> Option<u64>;

    /// The text that asks for the next page, where the page holds one.
    fn next(page: &Self::Output) -> Option<String> {
        let _ = page;
        None
    }

    /// [`items`](Self::items), for what knows an action only by its table.
    #[doc(hidden)]
    fn items_of(operation: &Operation, page: Self::Output) -> Vec<Self::Item> {
        let _ = operation;
        Self::items(page)
    }

    /// [`total`](Self::total), for what knows an action only by its table.
    #[doc(hidden)]
    fn total_of(operation: &Operation, page: &Self::Output) -> Option<u64> {
        let _ = operation;
        Self::total(page)
    }

    /// [`next`](Self::next), for what knows an action only by its table.
    #[doc(hidden)]
    fn next_of(operation: &Operation, page: &Self::Output) -> Option<String> {
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
/// # async fn example<A: Paged>(mut pages: Pages<A>) -> Result<(), Error> {
/// while let Some(page) = pages.try_next().await? {
///     println!("{:?}", page.request_id());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "no page is fetched until it is asked for"]
pub struct Pages<A: Paged, M: Mode = Async> {
    call: Call<M>,
    pager: Pager,
    /// The page on its way.
    sending: Option<Sending<A::Output>>,
    action: PhantomData<fn() -> A>,
}

type Fetched<A> = Result<Response<<A as Paged>::Output>, Error>;

impl<A: Paged, M: Mode> Pages<A, M> {
    pub(crate) fn new(call: Call<M>) -> Self {
        let pager = Pager::new(call.operation(), call.given());
        Self {
            call,
            pager,
            sending: None,
            action: PhantomData,
        }
    }

    /// The entries of the pages, one after another.
    pub fn items(self) -> Items<A, M> {
        Items {
            pages: self,
            items: VecDeque::new(),
        }
    }

    /// Why there are no more pages; `None` while there may be.
    pub fn end(&self) -> Option<End> {
        self.pager.end()
    }

    fn page(&mut self) -> Option<M::Sent<A::Output>> {
        let mut call = self.call.clone();
        let asks = self.pager.ask(call.parameters());
        asks.then(|| call.send())
    }

    /// Takes a page in; `None` if it is the same as the one before.
    fn arrived(&mut self, outcome: Fetched<A>) -> Option<Fetched<A>> {
        match outcome {
            Ok(page) => {
                let operation = self.call.operation();
                let fresh = self.pager.arrived(Page {
                    body: page.raw_body(),
                    request_id: page.request_id(),
                    total: A::total_of(operation, &page),
                    next: A::next_of(operation, &page),
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

impl<A: Paged> Pages<A, Async> {
    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Fetched<A>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    ///
    /// Why the page could not be fetched.
    pub async fn try_next(&mut self) -> Result<Option<Response<A::Output>>, Error> {
        self.next().await.transpose()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Fetched<A>>> {
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

impl<A: Paged> Stream for Pages<A, Async> {
    type Item = Fetched<A>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

#[cfg(feature = "blocking")]
impl<A: Paged> Iterator for Pages<A, crate::Blocking> {
    type Item = Fetched<A>;

    fn next(&mut self) -> Option<Self::Item> {
        let outcome = self.page()?;
        self.arrived(outcome)
    }
}

impl<A: Paged, M: Mode> fmt::Debug for Pages<A, M> {
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
pub struct Items<A: Paged, M: Mode = Async> {
    pages: Pages<A, M>,
    items: VecDeque<A::Item>,
}

impl<A: Paged, M: Mode> Items<A, M> {
    /// Why there are no more pages; `None` while there may be.
    pub fn end(&self) -> Option<End> {
        self.pages.end()
    }

    fn unpack(&mut self, page: Response<A::Output>) {
        let operation = self.pages.call.operation();
        self.items = A::items_of(operation, page.into_inner()).into();
        self.pages.pager.counted(self.items.len());
    }
}

impl<A: Paged> Items<A, Async> {
    /// The next entry; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<A::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The next entry; `None` after the last.
    ///
    /// # Errors
    ///
    /// Why the page it is on could not be fetched.
    pub async fn try_next(&mut self) -> Result<Option<A::Item>, Error> {
        self.next().await.transpose()
    }

    /// All entries.
    ///
    /// # Errors
    ///
    /// Why a page could not be fetched. What came before it is lost: use
    /// [`try_next`](Self::try_next) to keep it.
    pub async fn try_collect(mut self) -> Result<Vec<A::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
            all.extend(self.items.drain(..));
        }
        Ok(all)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<A::Item, Error>>> {
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

impl<A: Paged> Stream for Items<A, Async>
where
    A::Item: Unpin,
{
    type Item = Result<A::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

#[cfg(feature = "blocking")]
impl<A: Paged> Iterator for Items<A, crate::Blocking> {
    type Item = Result<A::Item, Error>;

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

impl<A: Paged, M: Mode> fmt::Debug for Items<A, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

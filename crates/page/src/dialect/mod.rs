//! The dialects: how each vendor lays out its pages. A further one is a file below this and a line in
//! [`ALL`].

mod alibaba;
mod head;
mod huawei;
mod tabbed;
mod tencent;

use crate::facts::Page;
use crate::text::PageText;

/// How a vendor lays out its pages.
///
/// A dialect is data (the words of its headings) and small rules (how a row is cut into cells). It knows
/// no other dialect, never guesses what the text lost, and tells every line of a table that it cannot
/// explain ([`Page::unexplained`]).
pub trait Dialect: Sync {
    /// Its name, as written on a command line.
    fn name(&self) -> &'static str;

    /// How much a page looks like this dialect's: 0 (not at all) to 100. A page is read as the dialect
    /// with the highest score; below [`LEAST`] it is no API page.
    fn score(&self, text: &PageText<'_>) -> u32;

    /// Reads a page.
    fn read(&self, text: &PageText<'_>, page: &mut Page);
}

/// The least score of an API page.
pub const LEAST: u32 = 30;

/// Every dialect.
pub static ALL: &[&dyn Dialect] = &[
    &tencent::API_THREE,
    &tencent::API_TWO,
    &alibaba::Alibaba,
    &huawei::Huawei,
];

/// The dialect of that name.
pub fn named(name: &str) -> Option<&'static dyn Dialect> {
    ALL.iter().copied().find(|dialect| dialect.name() == name)
}

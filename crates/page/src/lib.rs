#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![warn(clippy::self_named_module_files)]

pub mod compare;
pub mod dialect;
pub mod facts;
pub mod heading;
mod json;
mod markdown;
pub mod nesting;
pub mod prose;
pub mod sample;
mod shape;
pub mod table;
pub mod text;
pub mod types;
mod words;
mod work;

use facts::Page;
use text::PageText;

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Nothing in it, or only white space.
    #[error("the page is empty")]
    Empty,
    /// Larger than any page.
    #[error("the page has {bytes} bytes; the most that is read is {most}", most = text::LONGEST_PAGE)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// No dialect recognises it.
    #[error("this is no API page: no dialect recognises it (nearest: {nearest}, {score} of 100)")]
    NoApiPage {
        /// The dialect it looks most like.
        nearest: &'static str,
        /// How much.
        score: u32,
    },
    /// The dialect that was asked for does not exist.
    #[error("there is no dialect `{0}`")]
    UnknownDialect(String),
}

/// How much a page looks like each dialect's, best first.
pub fn scores(page: &str) -> Vec<(&'static str, u32)> {
    let text = PageText::new(page);
    let mut scores: Vec<_> = dialect::ALL
        .iter()
        .map(|dialect| (dialect.name(), dialect.score(&text)))
        .collect();
    scores.sort_by_key(|&(_, score)| std::cmp::Reverse(score));
    scores
}

/// Reads a saved page, as the dialect it looks most like.
pub fn read(page: &str) -> Result<Page, PageError> {
    check(page)?;
    let (name, score) = scores(page).first().copied().unwrap_or(("none", 0));
    match dialect::named(name) {
        Some(_) if score >= dialect::LEAST => read_as(page, name),
        _ => Err(PageError::NoApiPage {
            nearest: name,
            score,
        }),
    }
}

/// Reads a saved page as the dialect named.
pub fn read_as(page: &str, dialect: &str) -> Result<Page, PageError> {
    check(page)?;
    let dialect =
        dialect::named(dialect).ok_or_else(|| PageError::UnknownDialect(dialect.to_owned()))?;
    let text = PageText::new(page).without_foot();
    let mut facts = Page::new(dialect.name(), text.language());
    dialect.read(&text, &mut facts);
    facts.prose.extend(prose::around(&text, &facts));
    facts.rules.extend(prose::rules::of(&facts.parameters));
    let members = facts.parameters.iter_mut().chain(&mut facts.response);
    let named = facts.types.iter_mut().flat_map(|named| &mut named.members);
    members.chain(named).for_each(prose::complete);
    Ok(facts)
}

fn check(page: &str) -> Result<(), PageError> {
    if page.len() > text::LONGEST_PAGE {
        return Err(PageError::TooLarge { bytes: page.len() });
    }
    if page.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(PageError::Empty);
    }
    Ok(())
}

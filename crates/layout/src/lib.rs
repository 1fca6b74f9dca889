#![doc = include_str!("../README.md")]

mod attribute;
mod expression;
mod item;
mod limits;
mod list;
mod macros;
mod printer;
mod signature;
mod statement;
mod tokens;

use std::fmt;

use proc_macro2::TokenStream;

use printer::Printer;
use tokens::Tokens;

/// Code that is no Rust, or that this crate does not lay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayoutError {
    what: &'static str,
    near: String,
}

impl LayoutError {
    /// What it is, and the code where it is.
    pub(crate) fn new(what: &'static str, near: &str) -> Self {
        const LONGEST: usize = 60;
        let mut near: String = near.chars().take(LONGEST).collect();
        if near.chars().count() == LONGEST {
            near.push('…');
        }
        Self { what, near }
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot lay out {} at `{}`",
            self.what,
            self.near.escape_debug()
        )
    }
}

impl std::error::Error for LayoutError {}

/// Lays out a file.
///
/// ```
/// use quote::quote;
///
/// let text = cloudwright_layout::layout(quote! {
///     #[doc = " A pair."]
///     pub struct Pair { pub left: u8, pub right: u8 }
/// })?;
/// assert_eq!(text, "/// A pair.\npub struct Pair {\n    pub left: u8,\n    pub right: u8,\n}\n");
/// # Ok::<(), cloudwright_layout::LayoutError>(())
/// ```
///
/// # Errors
/// If the tokens are no items, or hold what this crate does not know how `rustfmt` lays out.
pub fn layout(tokens: TokenStream) -> Result<String, LayoutError> {
    let tokens = Tokens::read(tokens)?;
    let mut printer = Printer::new(&tokens);
    printer.file()?;
    Ok(printer.finish())
}

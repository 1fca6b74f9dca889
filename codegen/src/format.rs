//! Tokens to text. The one place that knows how generated Rust is laid out.

use proc_macro2::TokenStream;

/// Tokens that are no Rust: a defect of the generator, never of a spec.
#[derive(Debug, thiserror::Error)]
#[error("the generator made code that does not parse: {0}")]
pub struct FormatError(#[from] syn::Error);

/// Lays out a file.
pub(crate) fn format(tokens: TokenStream) -> Result<String, FormatError> {
    let file: syn::File = syn::parse2(tokens)?;
    Ok(apart(&prettyplease::unparse(&file)))
}

/// Sets items and methods apart by empty lines, which tokens do not hold.
///
/// Generated texts have their line breaks escaped, so every line is a line of code.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before: Option<&str> = None;
    for line in text.lines() {
        if before.is_some_and(|before| is_gap(before, line)) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = Some(line);
    }
    out
}

/// Whether one item ends and another begins here.
fn is_gap(before: &str, line: &str) -> bool {
    let indent = indent(line);
    if indent > 4 || indent != self::indent(before) {
        return false;
    }
    let (before, line) = (&before[indent..], &line[indent..]);
    if line.starts_with(['}', ')', ']', '.']) {
        return false;
    }
    let is_head = |line: &str| line.starts_with("//!") || line.starts_with("#![");
    if is_head(before) {
        return !is_head(line);
    }
    if before.starts_with("///") {
        return false;
    }
    if before == ")]" {
        return line.starts_with("#[rustfmt");
    }
    let ends = before.ends_with('}') || before.ends_with(';');
    ends && (list(before).is_none() || list(before) != list(line))
}

/// Which list of lines that stand close together a line belongs to, if to any.
fn list(line: &str) -> Option<usize> {
    let lists: [&[&str]; 3] = [
        &["use crate::", "pub use "],
        &["use "],
        &["mod ", "pub mod ", "#[rustfmt"],
    ];
    lists
        .iter()
        .position(|starts| starts.iter().any(|start| line.starts_with(start)))
}

fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use quote::quote;

    use super::*;

    #[test]
    fn items_and_methods_stand_apart_and_lists_do_not() {
        let text = format(quote! {
            //! Head.
            use a::b;
            use c::d;
            /// An item;
            struct A { x: u8, y: u8 }
            impl A {
                fn x() {}
                fn y() { z(); w() }
            }
        })
        .unwrap();
        let expected = "\
//! Head.

use a::b;
use c::d;

/// An item;
struct A {
    x: u8,
    y: u8,
}

impl A {
    fn x() {}

    fn y() {
        z();
        w()
    }
}
";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        assert!(format(quote!(fn fn)).is_err());
    }
}

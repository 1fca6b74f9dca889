//! Tokens that are put into others without being copied.
//!
//! A stream in `quote!` is copied token by token, once for every piece it ends up in. A group shares
//! its tokens, so a [`Piece`] goes in as a group that no sign encloses; `format` takes the tokens
//! out of it.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::ToTokens;

/// A part of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece(TokenStream);

impl Piece {
    /// Adds tokens at the end.
    pub(crate) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }
}

impl From<TokenStream> for Piece {
    fn from(tokens: TokenStream) -> Self {
        Self(tokens)
    }
}

impl From<Piece> for TokenStream {
    fn from(piece: Piece) -> Self {
        piece.0
    }
}

impl ToTokens for Piece {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if !self.0.is_empty() {
            let group = Group::new(Delimiter::None, self.0.clone());
            tokens.extend([TokenTree::Group(group)]);
        }
    }
}

/// [`quote::quote!`], of which a [`Piece`] is made.
macro_rules! quote {
    ($($tokens:tt)*) => {
        $crate::emit::piece::Piece::from(::quote::quote!($($tokens)*))
    };
}
pub(crate) use quote;

/// A text as a literal. What needs no escaping, which is most of it, is not looked at letter by
/// letter for how to escape it.
pub(crate) fn literal(text: &str) -> Literal {
    let is_plain = text
        .bytes()
        .all(|byte| matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~'));
    let quoted = || ["\"", text, "\""].concat().parse().ok();
    let plain = is_plain.then(quoted).flatten();
    plain.unwrap_or_else(|| Literal::string(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_in_a_piece_is_its_tokens() {
        let inner = quote!(a, b);
        let none = Piece::default();
        let mut outer = quote!(f(#inner) #none);
        outer.extend(quote!(+ 1));
        let text = crate::format::format(quote!(fn g() { #outer; }).into()).ok();
        assert_eq!(text.as_deref(), Some("fn g() {\n    f(a, b) + 1;\n}\n"));
    }

    #[test]
    fn a_literal_is_what_the_library_makes_of_a_text() {
        for text in [
            "",
            "plain",
            "it's",
            "a \"b\"",
            "back\\slash",
            "tab\t",
            "line\n",
            "é",
            "\u{202e}",
            "\0",
            "\u{7f}",
        ] {
            assert_eq!(literal(text).to_string(), Literal::string(text).to_string());
        }
    }
}

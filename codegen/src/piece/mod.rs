//! Parts of a file, as the emitters make them with `quote!`.
//!
//! `quote!` makes every token anew whenever it is reached, each with memory of its own. Most of what
//! it makes is the same every time. So its tokens are read once and kept as a [`Template`], and what
//! is put into them, be it a [`Piece`], a name or a text, goes into the template's places.

mod row;
mod template;
mod word;

use proc_macro2::TokenStream;
use quote::ToTokens;

pub(crate) use row::{Mark, Part, Row};
pub(crate) use template::{Frame, Place, Template};
pub(crate) use word::{Name, ident, line, literal, number};

/// A part of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece(Row);

impl Piece {
    /// A template with its places filled, in order.
    pub(crate) fn filled(template: &Template, parts: &[&dyn Part]) -> Self {
        Self(template.filled(parts))
    }

    /// The tokens that were made since a frame began.
    pub(crate) fn of(frame: Frame, tokens: TokenStream) -> Self {
        Self(frame.end(tokens))
    }

    /// Adds tokens at the end.
    pub(crate) fn extend(&mut self, more: Self) {
        if self.0.marks.is_empty() {
            *self = more;
        } else {
            more.put(&mut self.0);
        }
    }

    /// The tokens in a row.
    pub(crate) fn row(&self) -> &Row {
        &self.0
    }
}

impl From<TokenStream> for Piece {
    fn from(tokens: TokenStream) -> Self {
        Self::of(Frame::begin(), tokens)
    }
}

impl Part for Piece {
    fn room(&self) -> (usize, usize) {
        self.0.room()
    }

    fn put(&self, row: &mut Row) {
        self.0.put(row);
    }
}

impl ToTokens for Piece {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        template::insert(self, tokens);
    }
}

/// Lists that take more room than this get it when they need it.
const LIKELY: usize = 1 << 14;

/// The parts of a list one behind the other, with a sign between them.
pub(crate) fn list<P: Part>(parts: impl IntoIterator<Item = P>, between: Option<char>) -> Piece {
    let mut parts = parts.into_iter();
    let Some(first) = parts.next() else {
        return Piece::default();
    };
    // The parts of a list are much alike, unless the first is very long.
    let (marks, text) = first.room();
    let count = parts.size_hint().0 + 1;
    let likely = |one: usize| count.saturating_mul(one).min(one.max(LIKELY));
    let mut row = Row::with_room((likely(marks + 1), likely(text)));
    first.put(&mut row);
    for part in parts {
        row.marks
            .extend(between.map(|sign| Mark::Sign(sign, false)));
        part.put(&mut row);
    }
    Piece(row)
}

/// [`quote::quote!`], of which a [`Piece`] is made.
macro_rules! quote {
    ($($tokens:tt)*) => {
        $crate::piece::quote_once!({ $($tokens)* } [] [] $($tokens)*)
    };
}
pub(crate) use quote;

/// Goes through the tokens for what is put into them: the parts, and which of them are lists. Then
/// the tokens are quoted once, with a place for each part. Repetitions of more than one part each
/// are quoted every time.
macro_rules! quote_once {
    (@quote { $($tokens:tt)* }) => { ::quote::quote!($($tokens)*) };
    ($all:tt [$($part:ident)*] [$($list:ident $between:expr;)*]) => {{
        static TEMPLATE: std::sync::LazyLock<$crate::piece::Template> =
            std::sync::LazyLock::new(|| {
                $(
                    #[allow(unused_variables, reason = "a part may go in twice")]
                    let $part = $crate::piece::Place;
                )*
                $(let $list = [$crate::piece::Place];)*
                $crate::piece::Template::new($crate::piece::quote_once!(@quote $all))
            });
        $(let $list = $crate::piece::list($list, $between);)*
        $crate::piece::Piece::filled(&TEMPLATE, &[$(&$part),*])
    }};
    ($all:tt [$($part:ident)*] [$($lists:tt)*] #(#$list:ident)* $($rest:tt)*) => {
        $crate::piece::quote_once!($all [$($part)* $list] [$($lists)* $list None;] $($rest)*)
    };
    ($all:tt [$($part:ident)*] [$($lists:tt)*] #(#$list:ident),* $($rest:tt)*) => {
        $crate::piece::quote_once!($all [$($part)* $list] [$($lists)* $list Some(',');] $($rest)*)
    };
    ($all:tt $parts:tt $lists:tt #($($inner:tt)*) $($rest:tt)*) => {
        $crate::piece::Piece::of(
            $crate::piece::Frame::begin(),
            $crate::piece::quote_once!(@quote $all),
        )
    };
    ($all:tt [$($part:ident)*] $lists:tt #$next:ident $($rest:tt)*) => {
        $crate::piece::quote_once!($all [$($part)* $next] $lists $($rest)*)
    };
    ($all:tt $parts:tt $lists:tt ($($inner:tt)*) $($rest:tt)*) => {
        $crate::piece::quote_once!($all $parts $lists $($inner)* $($rest)*)
    };
    ($all:tt $parts:tt $lists:tt [$($inner:tt)*] $($rest:tt)*) => {
        $crate::piece::quote_once!($all $parts $lists $($inner)* $($rest)*)
    };
    ($all:tt $parts:tt $lists:tt {$($inner:tt)*} $($rest:tt)*) => {
        $crate::piece::quote_once!($all $parts $lists $($inner)* $($rest)*)
    };
    ($all:tt $parts:tt $lists:tt $other:tt $($rest:tt)*) => {
        $crate::piece::quote_once!($all $parts $lists $($rest)*)
    };
}
pub(crate) use quote_once;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(piece: &Piece) -> Option<String> {
        crate::format::format("", piece).ok()
    }

    #[test]
    fn a_piece_in_a_piece_is_its_tokens() {
        let inner = quote!(a, b);
        let none = Piece::default();
        let mut outer = quote!(f(#inner) #none);
        outer.extend(quote!(+ 1));
        let text = text(&quote!(fn g() { #outer; }));
        assert_eq!(text.as_deref(), Some("fn g() {\n    f(a, b) + 1;\n}\n"));
    }

    #[test]
    fn every_part_goes_into_its_own_place_every_time() {
        for (name, value) in [("a", "1"), ("b", "2")] {
            let (name, value, none) = (ident(name), literal(value), None::<Piece>);
            let both = quote!(#name, #value #none);
            let text = text(&quote!(fn #name() { f({ g(#both) }, [#name]); }));
            let (name, value) = (name.as_str(), value.as_str());
            let expected =
                format!("fn {name}() {{\n    f({{ g({name}, \"{value}\") }}, [{name}]);\n}}\n");
            assert_eq!(text, Some(expected));
        }
    }

    #[test]
    fn pieces_that_are_made_on_the_way_go_where_they_belong() {
        let arms = ["a", "b"].iter().map(|name| {
            let (name, inner) = (ident(name), ["x", "y"].iter().map(|name| ident(name)));
            let inner = quote!(#(#inner),*);
            quote!(#name(#inner);)
        });
        let last = literal("z");
        let text = text(&quote!(fn g() { f({ #(#arms)* c(#last); }); }));
        let expected = "fn g() {\n    f({\n        a(x, y);\n        b(x, y);\n        c(\"z\");\n    });\n}\n";
        assert_eq!(text.as_deref(), Some(expected));
    }

    #[test]
    fn what_went_nowhere_is_not_looked_for() {
        let mut nowhere = TokenStream::new();
        ident("lost").to_tokens(&mut nowhere);
        let names = [ident("found")];
        let text = text(&quote!(#(mod #names;)*));
        assert_eq!(text.as_deref(), Some("mod found;\n"));
    }
}

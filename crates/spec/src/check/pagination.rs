//! Checks of paging: its parameters exist, its paths lead somewhere, and both are of use.

use crate::check::checker::Checker;
use crate::check::path::Resolver;
use crate::check::rule::parameter;
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Pagination, TypeRef};

/// Rows and totals are not counted in lists of lists.
const PATH: Resolver = Resolver {
    code: Code::BadPagination,
    goes_through_lists: false,
};

/// What a key of `pagination:` gives the name of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PagingKey {
    /// A parameter that counts rows or pages.
    Number,
    /// A parameter that asks for the next page.
    Token,
    /// The path of what it asks with.
    NextToken,
    /// The path of the rows.
    Rows,
    /// The path of their count.
    Total,
}

impl PagingKey {
    /// What it must be. Some services take and give numbers as text, and others number their tokens.
    fn wanted(self) -> &'static str {
        match self {
            Self::Number => "a whole number, or a text that holds one",
            Self::Token | Self::NextToken => "a text or a whole number",
            Self::Rows => "a list",
            Self::Total => "a number, or a text that holds one",
        }
    }

    fn can_be(self, type_ref: &TypeRef) -> bool {
        match (self, type_ref) {
            (Self::Rows, TypeRef::List(_)) => true,
            (Self::Rows, _) => false,
            (Self::Total, TypeRef::Scalar(scalar)) => scalar.is_number() || scalar.is_text(),
            (_, TypeRef::Scalar(scalar)) => scalar.is_integer() || scalar.is_text(),
            _ => false,
        }
    }
}

/// Checks the paging of an action.
pub(super) fn check<'a>(checker: &mut Checker<'a>, action: &'a Action) {
    let Some(pagination) = &action.pagination else {
        return;
    };
    let place = Place::ROOT.key("pagination");
    for (key, name, kind) in keys(pagination) {
        let Some(name) = name else { continue };
        let at = place.key(key);
        let found = match kind {
            PagingKey::Number | PagingKey::Token => {
                parameter(checker, action, name, Code::BadPagination, &at)
            }
            _ => PATH.resolve(checker, action, name, &at),
        };
        if let Some(member) = found
            && !kind.can_be(&member.type_ref)
            && checker.is_known(&member.type_ref)
        {
            let (name, wanted) = (&member.name, kind.wanted());
            let message = format!(
                "`{name}` must be {wanted} here, and is `{}`",
                member.type_ref
            );
            checker.say(Code::BadPagination, &at, message);
        }
    }
}

/// The keys of a paging, with what they name.
fn keys(pagination: &Pagination) -> [(&'static str, Option<&String>, PagingKey); 4] {
    match pagination {
        Pagination::Offset {
            offset,
            limit,
            items,
            total,
        } => [
            ("offset", Some(offset), PagingKey::Number),
            ("limit", limit.as_ref(), PagingKey::Number),
            ("items", Some(items), PagingKey::Rows),
            ("total", total.as_ref(), PagingKey::Total),
        ],
        Pagination::Page {
            page,
            size,
            items,
            total,
        } => [
            ("page", Some(page), PagingKey::Number),
            ("size", size.as_ref(), PagingKey::Number),
            ("items", Some(items), PagingKey::Rows),
            ("total", total.as_ref(), PagingKey::Total),
        ],
        Pagination::Token {
            token,
            next,
            limit,
            items,
        } => [
            ("token", Some(token), PagingKey::Token),
            ("next", Some(next), PagingKey::NextToken),
            ("limit", limit.as_ref(), PagingKey::Number),
            ("items", Some(items), PagingKey::Rows),
        ],
    }
}

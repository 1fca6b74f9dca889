//! Checks of paging: its parameters exist, its paths lead somewhere, and both are of use.

use crate::check::checker::Checker;
use crate::check::path::Resolver;
use crate::check::rule::parameter;
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Member, Pagination, TypeRef};

/// Rows and totals are not counted in lists of lists.
const PATH: Resolver = Resolver {
    code: Code::BadPagination,
    goes_through_lists: false,
};

const NUMBER: &str = "a whole number, or a text that holds one";
const TOKEN: &str = "a text or a whole number";

/// Checks the paging of an action.
pub(super) fn check<'a>(checker: &mut Checker<'a>, action: &'a Action) {
    let place = &Place::ROOT.key("pagination");
    match &action.pagination {
        None => {}
        Some(Pagination::Offset {
            offset,
            limit,
            items,
            total,
        }) => {
            number(checker, action, offset, &place.key("offset"));
            optional(checker, action, limit.as_ref(), &place.key("limit"));
            rows(checker, action, items, &place.key("items"));
            count(checker, action, total.as_ref(), &place.key("total"));
        }
        Some(Pagination::Page {
            page,
            size,
            items,
            total,
        }) => {
            number(checker, action, page, &place.key("page"));
            optional(checker, action, size.as_ref(), &place.key("size"));
            rows(checker, action, items, &place.key("items"));
            count(checker, action, total.as_ref(), &place.key("total"));
        }
        Some(Pagination::Token {
            token,
            next,
            limit,
            items,
        }) => {
            let at = place.key("token");
            if let Some(found) = parameter(checker, action, token, Code::BadPagination, &at) {
                wants(checker, found, is_token(&found.type_ref), TOKEN, &at);
            }
            let at = place.key("next");
            if let Some(found) = PATH.resolve(checker, action, next, &at) {
                wants(checker, found, is_token(&found.type_ref), TOKEN, &at);
            }
            optional(checker, action, limit.as_ref(), &place.key("limit"));
            rows(checker, action, items, &place.key("items"));
        }
    }
}

fn optional<'a>(
    checker: &mut Checker<'a>,
    action: &'a Action,
    name: Option<&String>,
    place: &Place<'_>,
) {
    if let Some(name) = name {
        number(checker, action, name, place);
    }
}

fn number<'a>(checker: &mut Checker<'a>, action: &'a Action, name: &str, place: &Place<'_>) {
    if let Some(found) = parameter(checker, action, name, Code::BadPagination, place) {
        wants(checker, found, is_token(&found.type_ref), NUMBER, place);
    }
}

fn rows<'a>(checker: &mut Checker<'a>, action: &'a Action, path: &str, place: &Place<'_>) {
    if let Some(found) = PATH.resolve(checker, action, path, place) {
        let is_list = matches!(found.type_ref, TypeRef::List(_));
        wants(checker, found, is_list, "a list", place);
    }
}

fn count<'a>(
    checker: &mut Checker<'a>,
    action: &'a Action,
    path: Option<&String>,
    place: &Place<'_>,
) {
    let Some(path) = path else { return };
    if let Some(found) = PATH.resolve(checker, action, path, place) {
        let is_number = matches!(&found.type_ref, TypeRef::Scalar(scalar)
            if scalar.is_number() || scalar.is_text());
        wants(
            checker,
            found,
            is_number,
            "a number, or a text that holds one",
            place,
        );
    }
}

/// Some services take and give numbers as text, and others number their tokens.
fn is_token(type_ref: &TypeRef) -> bool {
    matches!(type_ref, TypeRef::Scalar(scalar) if scalar.is_text() || scalar.is_integer())
}

fn wants(
    checker: &mut Checker<'_>,
    member: &Member,
    is_right: bool,
    wanted: &str,
    place: &Place<'_>,
) {
    if !is_right && checker.is_known(&member.type_ref) {
        let message = format!(
            "`{}` must be {wanted} here, and is `{}`",
            member.name, member.type_ref
        );
        checker.say(Code::BadPagination, place, message);
    }
}

//! What a page does not state and its names show: proposed where the rule is sure, and marked as inferred in
//! the draft, for a person to look at.

use crate::model::{Action, Member, Pagination, Scalar, TypeRef};

/// How the answer goes on, if names leave no doubt: one list of objects, and one pair of parameters.
pub(super) fn pagination(action: &Action) -> Option<Pagination> {
    let whole = |member: &Member| member.type_ref.is_integer();
    let parameter = |names: &[&str], is_it: &dyn Fn(&Member) -> bool| {
        let is_wanted = |member: &&Member| is_it(member) && is_called(member, names);
        let mut found = action.request.iter().filter(is_wanted);
        let first = found.next()?;
        found.next().is_none().then(|| first.name.clone())
    };
    let (items, inside) = items(action)?;
    let total = beside(action, inside, |member| {
        const NAMES: &[&str] = &["totalcount", "total", "total_count", "totalnum"];
        member.type_ref.is_integer() && is_called(member, NAMES)
    });
    let limit = parameter(
        &["limit", "pagesize", "maxresults", "page_size", "maxitems"],
        &whole,
    );
    if let (Some(token), Some(next)) = (
        parameter(&["nexttoken", "marker", "next_token"], &is_text),
        beside(action, inside, |member| {
            const NAMES: &[&str] = &["nexttoken", "nextmarker", "next_token", "next_marker"];
            is_text(member) && is_called(member, NAMES)
        }),
    ) {
        return Some(Pagination::Token {
            token,
            next,
            limit,
            items,
        });
    }
    if let Some(offset) = parameter(&["offset"], &whole) {
        return Some(Pagination::Offset {
            offset,
            limit,
            items,
            total,
        });
    }
    let page = parameter(
        &["pagenumber", "pageno", "pageindex", "page_number"],
        &whole,
    )?;
    Some(Pagination::Page {
        page,
        size: limit,
        items,
        total,
    })
}

/// The path of the only list of objects, and the object that it is in.
fn items(action: &Action) -> Option<(String, Option<&Member>)> {
    let mut found = Vec::new();
    for member in &action.response {
        if is_rows(member, action) {
            found.push((member.name.clone(), None));
        } else if let Some(fields) = fields(member, action).filter(|_| !is_list(member)) {
            for field in fields.iter().filter(|field| is_rows(field, action)) {
                found.push((format!("{}.{}", member.name, field.name), Some(member)));
            }
        }
    }
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

fn is_list(member: &Member) -> bool {
    matches!(member.type_ref, TypeRef::List(_))
}

fn is_rows(member: &Member, action: &Action) -> bool {
    matches!(&member.type_ref, TypeRef::List(inner) if !matches!(**inner, TypeRef::List(_)))
        && fields(member, action).is_some()
}

fn fields<'a>(member: &'a Member, action: &'a Action) -> Option<&'a [Member]> {
    if let Some(fields) = &member.fields {
        return Some(fields);
    }
    let name = member.type_ref.leaf_name()?;
    let mut types = action.types.iter();
    types.find(|found| found.name == name)?.fields.as_deref()
}

/// A member beside the rows, or at the top.
fn beside<'a>(
    action: &'a Action,
    inside: Option<&'a Member>,
    is_it: impl Fn(&Member) -> bool,
) -> Option<String> {
    let inner = inside.and_then(|owner| Some((owner, fields(owner, action)?)));
    if let Some((owner, fields)) = inner
        && let Some(found) = fields.iter().find(|field| is_it(field))
    {
        return Some(format!("{}.{}", owner.name, found.name));
    }
    let found = action.response.iter().find(|member| is_it(member))?;
    Some(found.name.clone())
}

fn is_called(member: &Member, names: &[&str]) -> bool {
    let mut names = names.iter();
    names.any(|name| member.name.eq_ignore_ascii_case(name))
}

fn is_text(member: &Member) -> bool {
    matches!(member.type_ref, TypeRef::Scalar(Scalar::String))
}

/// Keys of a draft that nobody states, and what they are inferred from.
const INFERRED: &[(&str, &str)] = &[
    (
        "access:",
        "its name; a write that is called a read would be retried.",
    ),
    (
        "rules:",
        "sentences, as advice; `enforced` refuses calls that break them.",
    ),
    ("pagination:", "the names."),
    (
        "idempotency_token:",
        "its name; a write that bears it is sent again after a lost answer.",
    ),
];

/// Says in the text of a new action file what is not stated but proposed: its access, its rules, and its paging.
pub fn mark(draft: &str) -> String {
    let mut out = String::with_capacity(draft.len() + 128);
    for line in draft.split_inclusive('\n') {
        let begins = |(key, _): &&(&str, &str)| line.trim_start().starts_with(key);
        let indent = &line[..line.len() - line.trim_start().len()];
        let may_be_inside = |key: &str| indent.is_empty() || key == "idempotency_token:";
        let remark = INFERRED.iter().find(begins);
        if let Some((_, remark)) = remark.filter(|(key, _)| may_be_inside(key)) {
            out.extend([indent, "# Inferred from ", remark, "\n"]);
        }
        out.push_str(line);
    }
    out
}

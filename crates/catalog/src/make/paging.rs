//! How pages are asked for, by the names that parameters and members have: where it cannot be mistaken.
//!
//! No package says so. An action that reads, with a parameter for the place and one list of objects in
//! its answer, is taken to be read in pages; where two lists could be the rows, nothing is inferred.

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::{Access, Action, Location, Member, Pagination, Scalar, TypeRef};

/// Names are compared without case and `_`.
const OFFSETS: &[&str] = &["offset", "startnumber"];
const LIMITS: &[&str] = &["limit", "maxresults", "maxresult", "pagesize", "maxitems"];
/// Beside an offset alone: elsewhere it may be what rows are looked for by.
const LIMIT_OF_OFFSET: &[&str] = &["size"];
const PAGES: &[&str] = &[
    "pagenumber",
    "pageno",
    "pageindex",
    "page",
    "currentpage",
    "pagenum",
    "curpage",
];
const SIZES: &[&str] = &[
    "pagesize",
    "limit",
    "perpage",
    "pagelimit",
    "showsize",
    "rp",
];
/// Parameters for the place, and the members of an answer that give the next one.
const TOKENS: &[(&[&str], &[&str])] = &[
    (
        &["nexttoken", "pagetoken", "marker"],
        &["nexttoken", "nextpagetoken", "nextmarker"],
    ),
    (&["nextpagetoken"], &["nextpagetoken"]),
    (&["paginationtoken"], &["paginationtoken"]),
    (&["cursor", "nextcursor"], &["nextcursor"]),
];
/// A marker in an answer is the next one where the answer says too whether there is more; elsewhere it may be
/// the one that was asked for.
const MARKER: &[&str] = &["marker"];
const TRUNCATED: &[&str] = &["istruncated"];
const TOTALS: &[&str] = &[
    "totalcount",
    "total",
    "totalnum",
    "totalnumber",
    "totalrecordcount",
    "count",
];

/// How deep rows may be in an answer: `Data.Rows.Row`.
const DEEPEST: usize = 3;

/// Sets the paging of actions that have none.
pub(super) fn infer(service: &mut LoadedService) {
    let found: Vec<Option<Pagination>> = service
        .actions
        .iter()
        .map(|loaded| of(service, &loaded.action))
        .collect();
    for (loaded, found) in service.actions.iter_mut().zip(found) {
        loaded.action.pagination = loaded.action.pagination.take().or(found);
    }
}

fn of(service: &LoadedService, action: &Action) -> Option<Pagination> {
    if action.access != Access::Read {
        return None;
    }
    let answer = AnswerPaths::of(service, action);
    let items = answer.rows()?;
    let parameter = |names: &[&str], is_right: fn(&Member) -> bool| {
        let named = |wanted: &&str| {
            action
                .request
                .iter()
                .find(|member| plain(&member.name) == **wanted && is_right(member))
        };
        names
            .iter()
            .find_map(named)
            .map(|member| member.name.clone())
    };
    let total = answer.named(TOTALS, is_number);
    let is_marked = answer.named(TRUNCATED, is_flag).is_some();
    let markers = is_marked.then_some((MARKER, MARKER));
    let tokens = TOKENS
        .iter()
        .copied()
        .chain(markers)
        .find_map(|(place, next)| {
            [is_text, is_number]
                .into_iter()
                .find_map(|is_right| parameter(place, is_right).zip(answer.named(next, is_right)))
        });
    if let Some((token, next)) = tokens {
        let limit = parameter(LIMITS, is_count);
        return Some(Pagination::Token {
            token,
            next,
            limit,
            items,
        });
    }
    if let Some(offset) = parameter(OFFSETS, is_count) {
        let limit = parameter(LIMITS, is_count).or_else(|| parameter(LIMIT_OF_OFFSET, is_count));
        return limit.is_some().then_some(Pagination::Offset {
            offset,
            limit,
            items,
            total,
        });
    }
    let page = parameter(PAGES, is_count)?;
    let size = parameter(SIZES, is_count);
    size.is_some().then_some(Pagination::Page {
        page,
        size,
        items,
        total,
    })
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| *letter != '_' && *letter != '-')
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

fn is_number(member: &Member) -> bool {
    matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.is_integer())
}

/// Numbers travel as text in some services.
fn is_count(member: &Member) -> bool {
    is_number(member) || is_text(member)
}

fn is_flag(member: &Member) -> bool {
    matches!(&member.type_ref, TypeRef::Scalar(scalar) if *scalar == Scalar::Boolean)
}

fn is_text(member: &Member) -> bool {
    matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.is_text())
}

/// The members of an answer with their paths; what is in lists is not looked at.
struct AnswerPaths<'a>(Vec<(String, &'a Member)>);

impl<'a> AnswerPaths<'a> {
    fn of(service: &'a LoadedService, action: &'a Action) -> Self {
        let mut found = Vec::new();
        let mut open: Vec<(String, &'a [Member], usize)> =
            vec![(String::new(), &action.response, 1)];
        while let Some((before, members, depth)) = open.pop() {
            // A path names members: one with a dot in its name cannot be in it, and what is in a header is
            // not below the answer's top. Of a whole body only a list can be named.
            let is_there = |member: &&Member| match member.location {
                None => true,
                Some(Location::BodyRoot) => matches!(member.type_ref, TypeRef::List(_)),
                Some(_) => false,
            };
            let named = members.iter().filter(|member| !member.name.contains('.'));
            for member in named.filter(is_there) {
                let path = format!("{before}{}", member.name);
                let is_object = matches!(member.type_ref, TypeRef::Object | TypeRef::Named(_));
                if let Some(fields) = service
                    .fields_of(action, member)
                    .filter(|_| is_object && depth < DEEPEST)
                {
                    open.push((format!("{path}."), fields, depth + 1));
                }
                found.push((path, member));
            }
        }
        Self(found)
    }

    /// The one list of objects; of texts, if there is no list of objects.
    fn rows(&self) -> Option<String> {
        let of_objects = |member: &Member| matches!(&member.type_ref, TypeRef::List(inner) if matches!(**inner, TypeRef::Object | TypeRef::Named(_)));
        let of_any = |member: &Member| matches!(member.type_ref, TypeRef::List(_));
        let only = |is_right: &dyn Fn(&Member) -> bool| {
            let mut rows = self.0.iter().filter(|(_, member)| is_right(member));
            let first = rows.next();
            (first, rows.next().is_some())
        };
        match only(&of_objects) {
            (Some((path, _)), false) => Some(path.clone()),
            (Some(_), true) => None,
            (None, _) => match only(&of_any) {
                (Some((path, _)), false) => Some(path.clone()),
                _ => None,
            },
        }
    }

    /// The shortest path to a member of one of these names.
    fn named(&self, names: &[&str], is_right: fn(&Member) -> bool) -> Option<String> {
        let fitting = self.0.iter().filter(|(_, member)| is_right(member));
        let ranked = fitting.filter_map(|(path, member)| {
            let name = plain(&member.name);
            let rank = names.iter().position(|wanted| *wanted == name)?;
            Some((path.matches('.').count(), rank, path))
        });
        ranked.min().map(|(_, _, path)| path.clone())
    }
}

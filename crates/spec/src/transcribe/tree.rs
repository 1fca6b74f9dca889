//! Paths of a page's members become members in members.

use std::collections::{BTreeSet, HashMap};

use cloudwright_page::facts::{Bounded, Member as Said, Page, Place as SaidPlace};

use super::{times, words};
use crate::merge::values::{fits, takes_values};
use crate::model::{EnumValue, Location, Member, Required, Scalar, TypeDef, TypeRef};

/// What the whole body is called, where it is a list and has no name.
pub(super) const ROOT: &str = "body";

/// Deeper than any answer; what is deeper is left out.
const DEEPEST: usize = 48;

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment<'p> {
    Name(&'p str),
    /// An item of a list.
    Item,
    /// Any key of a map.
    Key,
}

impl<'p> Segment<'p> {
    pub(super) fn name(&self) -> Option<&'p str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// The parts of `a[].b`, `a.*`, `Filters.N.Name` or `[]`.
pub(super) fn segments(path: &str) -> Vec<Segment<'_>> {
    let mut parts = Vec::new();
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        let items = (part.len() - name.len()) / 2;
        let is_index = matches!(name, "N" | "n") || name.bytes().all(|byte| byte.is_ascii_digit());
        match name {
            "" => {}
            "*" => parts.push(Segment::Key),
            _ if is_index && !parts.is_empty() => parts.push(Segment::Item),
            name => parts.push(Segment::Name(name)),
        }
        parts.extend(std::iter::repeat_n(Segment::Item, items));
    }
    parts
}

/// A node of the tree of names.
#[derive(Default)]
struct Branch<'p> {
    name: &'p str,
    said: Option<&'p Said>,
    /// How many lists lead from it to its members, and whether a map does.
    items: usize,
    is_map: bool,
    children: Vec<Branch<'p>>,
    index: HashMap<&'p str, usize>,
}

impl<'p> Branch<'p> {
    fn child(&mut self, name: &'p str) -> &mut Self {
        let next = self.children.len();
        let index = *self.index.entry(name).or_insert(next);
        if index == next {
            self.children.push(Self {
                name,
                ..Self::default()
            });
        }
        &mut self.children[index]
    }
}

/// The members of a page, nested.
pub(super) fn members(said: &[&Said], types: &[TypeDef]) -> Vec<Member> {
    let declared: BTreeSet<&str> = types.iter().map(|found| found.name.as_str()).collect();
    let mut root = Branch::default();
    for said in said {
        let path = segments(&said.path.value);
        if path.len() > DEEPEST {
            continue;
        }
        let mut at = &mut root;
        let mut steps = path.iter().peekable();
        if !matches!(steps.peek(), Some(Segment::Name(_))) {
            at = at.child(ROOT);
        }
        let mut items = 0;
        for step in steps {
            match step {
                Segment::Name(name) => {
                    at = at.child(name);
                    items = 0;
                }
                Segment::Item => {
                    items += 1;
                    at.items = at.items.max(items);
                }
                Segment::Key => at.is_map = true,
            }
        }
        if at.said.is_none() {
            at.said = Some(said);
        }
    }
    let is_root = |branch: &Branch<'_>| {
        branch.name == ROOT
            && branch
                .said
                .is_some_and(|said| segments(&said.path.value).first() == Some(&Segment::Item))
    };
    root.children
        .iter()
        .map(|branch| {
            let member = member(branch, &declared);
            if is_root(branch) {
                Member {
                    location: Some(Location::BodyRoot),
                    ..member
                }
            } else {
                member
            }
        })
        .collect()
}

/// The types that have tables of their own. A table may have the name of a member whose type has none; its
/// rows are that member's.
pub(super) fn types(page: &Page) -> Vec<TypeDef> {
    let of_types = page.types.iter().flat_map(|named| &named.members);
    let used: BTreeSet<&str> = page
        .parameters
        .iter()
        .chain(&page.response)
        .chain(of_types)
        .filter_map(|member| member.r#type.as_ref()?.value.name())
        .collect();
    let tables = || {
        page.types
            .iter()
            .filter(|named| used.contains(named.name.value.as_str()))
    };
    let names: BTreeSet<&str> = tables().map(|found| found.name.value.as_str()).collect();
    let mut list: Vec<TypeDef> = Vec::new();
    for named in tables() {
        let name = &named.name.value;
        let is_name = matches!(TypeRef::parse(name), Ok(TypeRef::Named(read)) if read == *name);
        if !is_name || list.iter().any(|found| found.name == *name) {
            continue;
        }
        let mut root = Branch::default();
        for said in &named.members {
            let mut at = &mut root;
            let path = segments(&said.path.value);
            if path.len() > DEEPEST {
                continue;
            }
            for step in path {
                match step {
                    Segment::Name(name) => at = at.child(name),
                    Segment::Item => at.items = at.items.max(1),
                    Segment::Key => at.is_map = true,
                }
            }
            if at.said.is_none() {
                at.said = Some(said);
            }
        }
        list.push(TypeDef {
            name: name.clone(),
            rename: None,
            doc: None,
            evidence: crate::model::Evidence::Page,
            fields: Some(inner(&root.children, &names)),
            values: None,
            conflict: Vec::new(),
            removed: None,
        });
    }
    list
}

fn member(branch: &Branch<'_>, declared: &BTreeSet<&str>) -> Member {
    let stated = branch.said.and_then(|said| said.r#type.as_ref());
    let stated = stated.map(|fact| words::type_ref(fact.value.ours()));
    let has_members = !branch.children.is_empty();
    let mut type_ref = stated.unwrap_or(if has_members {
        TypeRef::Object
    } else {
        TypeRef::Scalar(untyped(branch.said))
    });
    let lists = depth(&type_ref);
    for _ in lists..branch.items.max(lists) {
        type_ref = TypeRef::List(Box::new(type_ref));
    }
    let mut fields = None;
    let is_declared =
        matches!(type_ref.leaf(), TypeRef::Named(name) if declared.contains(name.as_str()));
    let may_hold = matches!(
        type_ref.leaf(),
        TypeRef::Object | TypeRef::Named(_) | TypeRef::Scalar(Scalar::Any)
    );
    if has_members && may_hold && !is_declared {
        let is_in_map = branch.is_map && !matches!(strip_lists(&type_ref), TypeRef::Map(_));
        type_ref = type_ref.with_leaf(TypeRef::Object);
        if is_in_map {
            type_ref = TypeRef::Map(Box::new(type_ref));
        }
        fields = Some(inner(&branch.children, declared));
    }
    let mut member = Member {
        fields,
        ..Member::new(branch.name, type_ref)
    };
    if let Some(said) = branch.said {
        describe(&mut member, said);
    }
    member
}

/// The type of a member that a page gives none: what stands in a path, a query or a header is a text.
fn untyped(said: Option<&Said>) -> Scalar {
    let place = said.and_then(|said| said.place.as_ref());
    match place.map(|place| place.value) {
        Some(SaidPlace::Path | SaidPlace::Query | SaidPlace::Header | SaidPlace::Host) => {
            Scalar::String
        }
        _ => Scalar::Any,
    }
}

/// The members of an object, which travel where it does.
fn inner(branches: &[Branch<'_>], declared: &BTreeSet<&str>) -> Vec<Member> {
    let placeless = |branch| Member {
        location: None,
        ..member(branch, declared)
    };
    branches.iter().map(placeless).collect()
}

fn describe(member: &mut Member, said: &Said) {
    member.location = said
        .place
        .as_ref()
        .map(|place| super::location(place.value));
    member.required = match said.required.as_ref().map(|fact| fact.value) {
        Some(true) => Required::Yes,
        Some(false) => Required::No,
        None => Required::Unknown,
    };
    let of = |fact: &Option<cloudwright_page::facts::Fact<String>>, member: &Member| {
        fact.as_ref()
            .and_then(|fact| words::value(member, &fact.value))
    };
    member.default = of(&said.default, member);
    member.example = of(&said.example, member);
    member.doc = said
        .description
        .as_ref()
        .map(|text| text.value.trim().to_owned());
    if let Some(range) = &said.range {
        bounds(member, &range.value);
    }
    let values: Vec<&str> = said.values.iter().map(|value| value.value.trim()).collect();
    let is_list = takes_values(&member.type_ref)
        && values
            .iter()
            .all(|value| !value.is_empty() && fits(member, value));
    if is_list {
        let mut seen = BTreeSet::new();
        let once = values.into_iter().filter(|value| seen.insert(*value));
        member.values.extend(once.map(|value| EnumValue {
            value: value.to_owned(),
            doc: None,
            rename: None,
            removed: None,
        }));
    }
    // What breaks what is said beside it is a slip of the page or of ours.
    let is_broken =
        |value: &serde_json::Value| crate::check::bounds::broken(member, value).is_some();
    let (no_default, no_example) = (
        member.default.as_ref().is_some_and(is_broken),
        member.example.as_ref().is_some_and(is_broken),
    );
    if no_default {
        (member.min, member.max, member.min_length, member.max_length) = (None, None, None, None);
    }
    if no_example {
        member.example = None;
    }
    // What is taken where nothing is given is one of the values, or these are not all.
    let values = &member.values;
    let is_strange = |value: &serde_json::Value| {
        let text = crate::model::value_text(value);
        !values.is_empty() && !values.iter().any(|found| found.value == text)
    };
    if member.default.as_ref().is_some_and(is_strange)
        || member.example.as_ref().is_some_and(is_strange)
    {
        member.values.clear();
    }
    member.format = times::format(member, said);
}

fn bounds(member: &mut Member, range: &cloudwright_page::facts::Range) {
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<i64>().ok());
    let length = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<u64>().ok());
    let is_number = matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.is_number());
    let is_text = matches!(member.type_ref, TypeRef::Scalar(Scalar::String));
    let is_list = matches!(member.type_ref, TypeRef::List(_));
    match range.of {
        Bounded::Value if is_number => {
            (member.min, member.max) = (number(&range.min), number(&range.max));
        }
        Bounded::Length if is_text => {
            (member.min_length, member.max_length) = (length(&range.min), length(&range.max));
        }
        Bounded::Count if is_list => {
            (member.min_length, member.max_length) = (length(&range.min), length(&range.max));
        }
        _ => {}
    }
    let is_upside_down = matches!((member.min, member.max), (Some(min), Some(max)) if min > max)
        || matches!((member.min_length, member.max_length), (Some(min), Some(max)) if min > max);
    if is_upside_down {
        (member.min, member.max, member.min_length, member.max_length) = (None, None, None, None);
    }
}

fn depth(type_ref: &TypeRef) -> usize {
    match type_ref {
        TypeRef::List(inner) => 1 + depth(inner),
        _ => 0,
    }
}

fn strip_lists(type_ref: &TypeRef) -> &TypeRef {
    match type_ref {
        TypeRef::List(inner) => strip_lists(inner),
        other => other,
    }
}

/// Objects of which nothing was told and nothing is shown become objects of anything.
pub(super) fn settle(members: &mut [Member]) {
    for member in members {
        match &mut member.fields {
            Some(fields) => settle(fields),
            None if *member.type_ref.leaf() == TypeRef::Object => {
                let anything = TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Any)));
                member.type_ref = member.type_ref.with_leaf(anything);
            }
            None => {}
        }
    }
}

/// Takes the page's sentences away.
pub(super) fn without_docs(members: &mut Vec<Member>) {
    for member in members {
        member.doc = None;
        if let Some(fields) = &mut member.fields {
            without_docs(fields);
        }
    }
}

pub(super) fn without_docs_of_type(found: &mut TypeDef) {
    if let Some(fields) = &mut found.fields {
        without_docs(fields);
    }
}

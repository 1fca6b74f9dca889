//! Paths of a page's members become members in members.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

use cloudwright_page::facts::{
    Bounded, Fact, Member as Said, NamedType, Page, Place as SaidPlace, Range,
};
use serde_json::Value;

use super::{times, words};
use crate::check::bounds;
use crate::merge::values::{fits, takes_values};
use crate::model::{EnumValue, Location, Member, Required, Scalar, TypeDef, TypeRef, value_text};

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
    /// Enters a member of a page at its path.
    fn enter(&mut self, path: &[Segment<'p>], said: &'p Said) {
        let mut at = self;
        let mut items = 0;
        for step in path {
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
        let has_name = matches!(path.first(), Some(Segment::Name(_)));
        let at = if has_name {
            &mut root
        } else {
            root.child(ROOT)
        };
        at.enter(&path, said);
    }
    let is_root = |branch: &Branch<'_>| {
        let path = branch.said.map(|said| segments(&said.path.value));
        branch.name == ROOT && path.is_some_and(|path| path.first() == Some(&Segment::Item))
    };
    let member = |branch: &Branch<'_>| {
        let mut member = member(branch, &declared);
        if is_root(branch) {
            member.location = Some(Location::BodyRoot);
        }
        member
    };
    root.children.iter().map(member).collect()
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
    let is_used = |named: &&NamedType| used.contains(named.name.value.as_str());
    let tables = || page.types.iter().filter(is_used);
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
            let path = segments(&said.path.value);
            if path.len() <= DEEPEST {
                root.enter(&path, said);
            }
        }
        list.push(TypeDef {
            name: name.clone(),
            fields: Some(inner(&root.children, &names)),
            ..TypeDef::default()
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
    let (lists, _) = in_lists(&type_ref);
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
        let is_in_map = branch.is_map && !matches!(in_lists(&type_ref), (_, TypeRef::Map(_)));
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
    let place = said.place.as_ref();
    member.location = place.map(|place| super::location(place.value));
    member.required = match said.required.as_ref().map(|fact| fact.value) {
        Some(true) => Required::Yes,
        Some(false) => Required::No,
        None => Required::Unknown,
    };
    let of = |fact: &Option<Fact<String>>, member: &Member| {
        let fact = fact.as_ref()?;
        words::value(member, &fact.value)
    };
    member.default = of(&said.default, member);
    member.example = of(&said.example, member);
    let description = said.description.as_ref();
    member.doc = description.map(|text| text.value.trim().to_owned());
    if let Some(range) = &said.range {
        set_bounds(member, &range.value);
    }
    let values: Vec<&str> = said.values.iter().map(|value| value.value.trim()).collect();
    let mut all = values.iter();
    if takes_values(&member.type_ref) && all.all(|value| !value.is_empty() && fits(member, value)) {
        let mut seen = BTreeSet::new();
        let once = values.into_iter().filter(|value| seen.insert(*value));
        member.values.extend(once.map(|value| EnumValue {
            value: value.to_owned(),
            ..EnumValue::default()
        }));
    }
    // What breaks what is said beside it is a slip of the page or of ours.
    let is_broken = |value: &Option<Value>| {
        let value = value.as_ref();
        value.is_some_and(|value| bounds::broken(member, value).is_some())
    };
    let (no_default, no_example) = (is_broken(&member.default), is_broken(&member.example));
    if no_default {
        without_bounds(member);
    }
    if no_example {
        member.example = None;
    }
    // What is taken where nothing is given is one of the values, or these are not all.
    let is_known = |value: &Value| {
        let text = value_text(value);
        member.values.iter().any(|found| found.value == text)
    };
    let mut shown = [&member.default, &member.example].into_iter().flatten();
    if !shown.all(is_known) {
        member.values.clear();
    }
    member.format = times::format(member, said);
}

fn set_bounds(member: &mut Member, range: &Range) {
    fn number<N: FromStr>(text: Option<&String>) -> Option<N> {
        text?.parse().ok()
    }
    let (min, max) = (range.min.as_ref(), range.max.as_ref());
    match (range.of, &member.type_ref) {
        (Bounded::Value, TypeRef::Scalar(scalar)) if scalar.is_number() => {
            (member.min, member.max) = (number(min), number(max));
        }
        (Bounded::Length, TypeRef::Scalar(Scalar::String)) | (Bounded::Count, TypeRef::List(_)) => {
            (member.min_length, member.max_length) = (number(min), number(max));
        }
        _ => {}
    }
    let is_upside_down = matches!((member.min, member.max), (Some(min), Some(max)) if min > max)
        || matches!((member.min_length, member.max_length), (Some(min), Some(max)) if min > max);
    if is_upside_down {
        without_bounds(member);
    }
}

fn without_bounds(member: &mut Member) {
    (member.min, member.max, member.min_length, member.max_length) = (None, None, None, None);
}

/// How many lists lead to what is no list, and what that is.
fn in_lists(type_ref: &TypeRef) -> (usize, &TypeRef) {
    match type_ref {
        TypeRef::List(inner) => {
            let (lists, inner) = in_lists(inner);
            (lists + 1, inner)
        }
        other => (0, other),
    }
}

/// Does something with every member of these, and of these types.
pub(super) fn each(
    members: &mut [Member],
    types: &mut [TypeDef],
    with: &mut dyn FnMut(&mut Member),
) {
    for member in members {
        with(member);
        each(
            member.fields.as_deref_mut().unwrap_or_default(),
            &mut [],
            with,
        );
    }
    for declared in types {
        each(
            declared.fields.as_deref_mut().unwrap_or_default(),
            &mut [],
            with,
        );
    }
}

/// Objects of which nothing was told and nothing is shown become objects of anything.
pub(super) fn settle(members: &mut [Member], types: &mut [TypeDef]) {
    each(members, types, &mut |member| {
        if member.fields.is_none() && *member.type_ref.leaf() == TypeRef::Object {
            let anything = TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Any)));
            member.type_ref = member.type_ref.with_leaf(anything);
        }
    });
}

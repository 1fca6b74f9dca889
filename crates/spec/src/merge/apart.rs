//! Names do not move: what a merge adds and what would be called in Rust as something that is there gets a
//! `rename:`, as the check would ask for.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::edit::Edits;
use super::yaml::Yaml;
use crate::load;
use crate::load::shape::{self, Object};
use crate::model::{EnumValue, Member, TypeDef};
use crate::naming::{self, Inside, Owner, Wire};
use crate::source::{self, Node};

/// More rounds than names that give way to names that give way.
const ROUNDS: usize = 8;

/// Something with a Rust name.
struct RustName<'n> {
    rust: String,
    /// Which names may not be the same: those of one scope.
    scope: String,
    path: String,
    /// Where its key goes; absent for what the action's own name decides.
    node: Option<(&'n Node, &'static Object)>,
    key: &'static str,
    separator: &'static str,
}

impl<'n> RustName<'n> {
    /// A type, until it is said otherwise.
    fn new(rust: String, path: &str, node: Option<(&'n Node, &'static Object)>) -> Self {
        Self {
            rust,
            scope: "type".to_owned(),
            path: path.to_owned(),
            node,
            key: "rename",
            separator: "",
        }
    }

    /// What it is, in all versions of its file.
    fn identity(&self) -> String {
        format!("{}{}", self.key, self.path)
    }
}

/// What a file declares.
#[derive(Default)]
struct Declarations {
    builder: Option<String>,
    types: Vec<TypeDef>,
    lists: Vec<(&'static str, Vec<Member>, Owner)>,
}

impl Declarations {
    fn read(path: &str, text: &str) -> Option<Self> {
        if path.ends_with(load::SERVICE_FILE) {
            let types = load::service_of(text)?.types;
            return Some(Self {
                types,
                ..Self::default()
            });
        }
        let action = load::action_of(text)?;
        let name = Wire::new(&action.action, action.rename.as_deref());
        Some(Self {
            builder: Some(naming::action_type(name)),
            types: action.types,
            lists: vec![
                ("request", action.request, Owner::Call),
                ("response", action.response, Owner::Response),
            ],
        })
    }
}

/// The text of a spec file in which what is new has names of its own; `None` if all have.
pub(super) fn told_apart(path: &str, before: Option<&str>, text: &str) -> Option<String> {
    let before = before.and_then(|text| Declarations::read(path, text));
    let known = before.map(|before| paths(&before));
    let mut told = None;
    for _ in 0..ROUNDS {
        let text = told.as_deref().unwrap_or(text);
        let Some(now) = Declarations::read(path, text) else {
            break;
        };
        match round(text, &now, known.as_ref()) {
            Some(next) => told = Some(next),
            None => break,
        }
    }
    told
}

fn paths(declared: &Declarations) -> BTreeSet<String> {
    let all = collect(declared, None);
    all.iter().map(RustName::identity).collect()
}

/// One round; `None` if all names are apart.
fn round(text: &str, declared: &Declarations, known: Option<&BTreeSet<String>>) -> Option<String> {
    let root = source::parse(text).ok()?.root?;
    let all = collect(declared, Some(&root));
    let claim = |named: &RustName<'_>, rust: &str| (named.scope.clone(), rust.to_owned());
    let claims = all.iter().map(|named| claim(named, &named.rust));
    let mut taken: HashSet<(String, String)> = claims.collect();
    let is_new =
        |named: &&RustName<'_>| known.is_some_and(|known| !known.contains(&named.identity()));
    let mut first: HashMap<(&str, &str), &RustName<'_>> = HashMap::new();
    let mut edits = Edits::new(text, &root);
    // What was there before has the first choice.
    let (news, olds): (Vec<_>, Vec<_>) = all.iter().partition(is_new);
    for named in olds.into_iter().chain(news) {
        let earlier = match first.entry((&named.scope, &named.rust)) {
            Entry::Occupied(earlier) => *earlier.get(),
            Entry::Vacant(free) => {
                free.insert(named);
                continue;
            }
        };
        if let Some((node, outline)) = named.node.or(earlier.node) {
            let mut numbered =
                (2..=u32::MAX).map(|number| naming::numbered(&named.rust, named.separator, number));
            let free = numbered.find(|name| taken.insert(claim(named, name)))?;
            edits.add_key(node, &outline.names(), named.key, &Yaml::from(free));
        }
    }
    (!edits.is_empty()).then(|| edits.apply())
}

/// Everything that a file declares; `root` is its tree, if it is to be edited.
fn collect<'n>(declared: &Declarations, root: Option<&'n Node>) -> Vec<RustName<'n>> {
    let mut all = Vec::new();
    if let Some(name) = &declared.builder {
        all.push(RustName::new(name.clone(), "", None));
        all.push(RustName::new(format!("{name}Response"), "", None));
    }
    for (found, node) in declared.types.iter().zip(nodes(root, "types")) {
        let rust = naming::type_name(Wire::new(&found.name, found.rename.as_deref()));
        let path = format!("type {}", found.name);
        let key = node.map(|node| (node, &shape::TYPE));
        all.push(RustName::new(rust.clone(), &path, key));
        let inside = (&Inside::declared(&rust), Owner::Type);
        values(
            found.values.as_deref().unwrap_or_default(),
            node,
            &path,
            &mut all,
        );
        let fields = found.fields.as_deref().unwrap_or_default();
        members(fields, (node, "fields"), inside, &path, &mut all);
    }
    for (key, list, owner) in &declared.lists {
        members(
            list,
            (root, key),
            (&Inside::action(), *owner),
            key,
            &mut all,
        );
    }
    all
}

/// The nodes of a list, as far as there are any.
fn nodes<'n>(owner: Option<&'n Node>, key: &str) -> impl Iterator<Item = Option<&'n Node>> {
    let nodes = owner.map_or(&[][..], |owner| owner.items(key));
    nodes.iter().map(Some).chain(std::iter::repeat(None))
}

fn members<'n>(
    list: &[Member],
    (holder, key): (Option<&'n Node>, &str),
    (inside, owner): (&Inside, Owner),
    path: &str,
    all: &mut Vec<RustName<'n>>,
) {
    for (member, node) in list.iter().zip(nodes(holder, key)) {
        let own = format!("{path}.{}", member.name);
        let key = node.map(|node| (node, &shape::MEMBER));
        let rust = naming::member(Wire::new(&member.name, member.rename.as_deref()), owner);
        all.push(RustName {
            scope: path.to_owned(),
            separator: "_",
            ..RustName::new(rust, &own, key)
        });
        if !naming::declares_type(member) {
            continue;
        }
        let (rust, inner) = inside.inline(member);
        all.push(RustName {
            key: "rename_type",
            ..RustName::new(rust, &own, key)
        });
        values(&member.values, node, &own, all);
        let fields = member.fields.as_deref().unwrap_or_default();
        members(fields, (node, "fields"), (&inner, Owner::Type), &own, all);
    }
}

fn values<'n>(
    list: &[EnumValue],
    holder: Option<&'n Node>,
    path: &str,
    all: &mut Vec<RustName<'n>>,
) {
    for (value, node) in list.iter().zip(nodes(holder, "values")) {
        let rust = naming::variant(Wire::new(&value.value, value.rename.as_deref()));
        let own = format!("{path}={}", value.value);
        let key = node.map(|node| (node, &shape::ENUM_VALUE));
        all.push(RustName {
            scope: format!("{path} values"),
            ..RustName::new(rust, &own, key)
        });
    }
}

//! Names do not move: what a merge adds and what would be called in Rust as something that is there gets a
//! `rename:`, as the check would ask for.

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
    let mut all = Vec::new();
    collect(declared, None, &mut all);
    all.into_iter()
        .map(|named| format!("{}{}", named.key, named.path))
        .collect()
}

/// One round; `None` if all names are apart.
fn round(text: &str, declared: &Declarations, known: Option<&BTreeSet<String>>) -> Option<String> {
    let root = source::parse(text).ok()?.root?;
    let mut all = Vec::new();
    collect(declared, Some(&root), &mut all);
    let taken: HashSet<(String, String)> = all
        .iter()
        .map(|named| (named.scope.clone(), named.rust.clone()))
        .collect();
    let is_new = |named: &RustName<'_>| {
        known.is_some_and(|known| !known.contains(&format!("{}{}", named.key, named.path)))
    };
    let mut first: HashMap<(&str, &str), usize> = HashMap::new();
    let mut given: HashSet<(String, String)> = HashSet::new();
    let mut edits = Edits::new(text, &root);
    // What was there before has the first choice.
    let (olds, news): (Vec<usize>, Vec<usize>) =
        (0..all.len()).partition(|index| !is_new(&all[*index]));
    for index in olds.into_iter().chain(news) {
        let named = &all[index];
        let Some(earlier) = first.insert((&named.scope, &named.rust), index) else {
            continue;
        };
        first.insert((&named.scope, &named.rust), earlier);
        let Some((node, outline)) = named.node.or(all[earlier].node) else {
            continue;
        };
        let free = (2..=u32::MAX)
            .map(|number| naming::numbered(&named.rust, named.separator, number))
            .find(|name| {
                let claim = (named.scope.clone(), name.clone());
                !taken.contains(&claim) && !given.contains(&claim)
            })?;
        given.insert((named.scope.clone(), free.clone()));
        edits.add_key(node, &outline.names(), named.key, &Yaml::from(free));
    }
    (!edits.is_empty()).then(|| edits.apply())
}

fn collect<'n>(declared: &Declarations, root: Option<&'n Node>, all: &mut Vec<RustName<'n>>) {
    for name in declared
        .builder
        .iter()
        .flat_map(|name| [name.clone(), format!("{name}Response")])
    {
        all.push(RustName {
            rust: name,
            scope: "type".to_owned(),
            path: String::new(),
            node: None,
            key: "rename",
            separator: "",
        });
    }
    let nodes = root.map_or(&[][..], |root| root.items("types"));
    for (index, found) in declared.types.iter().enumerate() {
        let rust = naming::type_name(Wire::new(&found.name, found.rename.as_deref()));
        let node = nodes.get(index);
        all.push(RustName {
            rust: rust.clone(),
            scope: "type".to_owned(),
            path: format!("type {}", found.name),
            node: node.map(|node| (node, &shape::TYPE)),
            key: "rename",
            separator: "",
        });
        let path = format!("type {}", found.name);
        values(
            found.values.as_deref().unwrap_or_default(),
            node,
            &path,
            all,
        );
        let fields = found.fields.as_deref().unwrap_or_default();
        let nodes = node.map_or(&[][..], |node| node.items("fields"));
        members(
            fields,
            nodes,
            (&Inside::declared(&rust), Owner::Type),
            &path,
            all,
        );
    }
    for (key, list, owner) in &declared.lists {
        let nodes = root.map_or(&[][..], |root| root.items(key));
        members(list, nodes, (&Inside::action(), *owner), key, all);
    }
}

fn members<'n>(
    list: &[Member],
    nodes: &'n [Node],
    (inside, owner): (&Inside, Owner),
    path: &str,
    all: &mut Vec<RustName<'n>>,
) {
    for (index, member) in list.iter().enumerate() {
        let node = nodes.get(index);
        let own = format!("{path}.{}", member.name);
        let key = node.map(|node| (node, &shape::MEMBER));
        all.push(RustName {
            rust: naming::member(Wire::new(&member.name, member.rename.as_deref()), owner),
            scope: path.to_owned(),
            path: own.clone(),
            node: key,
            key: "rename",
            separator: "_",
        });
        if !naming::declares_type(member) {
            continue;
        }
        let (rust, inner) = inside.inline(member);
        all.push(RustName {
            rust,
            scope: "type".to_owned(),
            path: own.clone(),
            node: key,
            key: "rename_type",
            separator: "",
        });
        values(&member.values, node, &own, all);
        let fields = member.fields.as_deref().unwrap_or_default();
        let nodes = node.map_or(&[][..], |node| node.items("fields"));
        members(fields, nodes, (&inner, Owner::Type), &own, all);
    }
}

fn values<'n>(
    list: &[EnumValue],
    owner: Option<&'n Node>,
    path: &str,
    all: &mut Vec<RustName<'n>>,
) {
    let nodes = owner.map_or(&[][..], |owner| owner.items("values"));
    for (index, value) in list.iter().enumerate() {
        all.push(RustName {
            rust: naming::variant(Wire::new(&value.value, value.rename.as_deref())),
            scope: format!("{path} values"),
            path: format!("{path}={}", value.value),
            node: nodes.get(index).map(|node| (node, &shape::ENUM_VALUE)),
            key: "rename",
            separator: "",
        });
    }
}

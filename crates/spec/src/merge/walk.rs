//! The walk along facts and a spec at once: by wire name, through named types on either side, with an edit
//! and a difference wherever they part.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::difference::{Difference, Kind};
use super::edit::Edits;
use super::facts::{ActionFacts, Lines, Origin};
use super::settled::Left;
use super::types::Named;
use super::yaml::Yaml;
use crate::load::shape::Object;
use crate::lock::Stated;
use crate::model::{Action, EnumValue, Evidence, Member, Service, TypeDef, TypeRef};
use crate::source::{self, Content, Node};

/// In which of two files something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// The action's.
    Action,
    /// `service.yaml`.
    Service,
}

/// A file that is merged into.
pub(super) struct Doc<'a> {
    pub(super) path: &'a str,
    pub(super) root: &'a Node,
    pub(super) edits: Edits<'a>,
    /// Where its lines begin, once a difference is told.
    lines: OnceCell<source::Lines<'a>>,
    /// Types that have been added.
    pub(super) new_types: BTreeSet<String>,
    /// What they are, until they are written at the end of the list.
    pub(super) pending_types: Vec<Yaml>,
}

impl<'a> Doc<'a> {
    pub(super) fn new(path: &'a str, text: &'a str, root: &'a Node) -> Self {
        Self {
            path,
            root,
            edits: Edits::new(text, Some(root)),
            lines: OnceCell::new(),
            new_types: BTreeSet::new(),
            pending_types: Vec::new(),
        }
    }

    /// Adds items behind all others of an object's list, which may not be there yet.
    pub(super) fn append(
        &mut self,
        (owner, outline): (&Node, &'static Object),
        key: &str,
        written: Vec<Yaml>,
    ) {
        let last = items(owner, key).len().checked_sub(1);
        self.add_items((owner, outline), key, last, written);
    }

    /// Adds items behind one of an object's list, which may not be there yet.
    pub(super) fn add_items(
        &mut self,
        (owner, outline): (&Node, &'static Object),
        key: &str,
        after: Option<usize>,
        written: Vec<Yaml>,
    ) {
        if written.is_empty() {
            return;
        }
        match entry(owner, key) {
            Some(list) => self.edits.add_items(list, after, &written),
            None => self
                .edits
                .add_key(owner, &order(outline), key, &Yaml::Sequence(written)),
        }
    }

    /// Gives a key of an object this value, be it there or not.
    pub(super) fn set(
        &mut self,
        (owner, outline): (&Node, &'static Object),
        key: &str,
        value: &Yaml,
    ) {
        match entry(owner, key) {
            Some((_, old)) if matches!(old.content, Content::Scalar { .. }) => {
                self.edits.set(old, key, value);
            }
            Some(found) => self.edits.set_entry(found, key, value),
            None => self.edits.add_key(owner, &order(outline), key, value),
        }
    }

    /// Writes the types that were added, and takes the text with all edits; `None` if there are none.
    pub(super) fn finish(mut self, outline: &'static Object) -> Option<String> {
        let types = std::mem::take(&mut self.pending_types);
        self.append((self.root, outline), "types", types);
        (!self.edits.is_empty()).then(|| self.edits.apply())
    }
}

/// A list of members in a spec.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) home: Home,
    /// The object that has the list.
    pub(super) owner: &'a Node,
    /// The key of the list.
    pub(super) key: &'static str,
    pub(super) members: &'a [Member],
    /// The outline of the object.
    pub(super) outline: &'static Object,
    pub(super) direction: Direction,
    /// Whether the source gives the list whole.
    pub(super) is_whole: bool,
}

/// Which way members travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
    Either,
}

/// What has been met of a list, which several members may lead to.
pub(super) struct Met<'a> {
    pub(super) group: Group<'a>,
    pub(super) path: String,
    pub(super) members: HashSet<usize>,
    pub(super) added: HashSet<String>,
}

/// What sources say of a list of values that several members may share.
pub(super) struct MetValues<'a> {
    pub(super) home: Home,
    pub(super) owner: &'a Node,
    pub(super) outline: &'static Object,
    pub(super) values: &'a [EnumValue],
    pub(super) evidence: Evidence,
    pub(super) excused: BTreeSet<String>,
    pub(super) path: String,
    /// The type that has the list.
    pub(super) type_name: Option<&'a str>,
    pub(super) stated: Vec<EnumValue>,
    pub(super) prose: String,
}

/// The walk through one service.
pub(super) struct Walk<'a> {
    pub(super) origin: &'a Origin,
    /// The version in which stubs that are made now are stubs.
    pub(super) since: String,
    pub(super) service: &'a Service,
    /// From what `service.yaml` was made.
    pub(super) service_base: Evidence,
    pub(super) service_doc: Doc<'a>,
    pub(super) service_types: HashMap<&'a str, usize>,
    pub(super) shared: HashMap<&'a str, &'a TypeDef>,
    /// Names of the source's shared types that are another's in an action.
    pub(super) renamed: HashMap<String, String>,
    /// What the source had stated when it was last merged; absent where nothing is known.
    pub(super) stated_before: Option<&'a Stated>,
    /// What is left to a person.
    pub(super) left: &'a Left,
    pub(super) current: Option<Current<'a>>,
    pub(super) met: Vec<Met<'a>>,
    pub(super) met_values: Vec<MetValues<'a>>,
    pub(super) met_at: HashMap<usize, usize>,
    pub(super) values_at: HashMap<usize, usize>,
    pub(super) visited: HashSet<(usize, usize)>,
    /// Keys of nodes that the source has stated: of several statements of one thing the first counts.
    pub(super) stated_keys: HashSet<(usize, &'static str)>,
    /// Error codes that the service has: their variants in Rust are settled.
    pub(super) known_codes: HashSet<&'a str>,
    pub(super) differences: Vec<Difference>,
}

/// The action that is walked.
pub(super) struct Current<'a> {
    pub(super) spec: &'a Action,
    pub(super) facts: &'a ActionFacts,
    pub(super) doc: Doc<'a>,
    /// From what the spec was made.
    pub(super) base: Evidence,
    /// The method and the path that it has from now on.
    pub(super) route: (&'a str, &'a str),
}

/// How good evidence is.
pub(super) fn rank(evidence: Evidence) -> u8 {
    match evidence {
        Evidence::Page => 3,
        Evidence::Metadata => 2,
        Evidence::Sample => 1,
        Evidence::Inferred => 0,
    }
}

/// An entry of an object.
pub(super) fn entry<'n>(map: &'n Node, key: &str) -> Option<&'n (Node, Node)> {
    match &map.content {
        Content::Map(entries) => entries.iter().find(|(name, _)| name.text() == Some(key)),
        _ => None,
    }
}

/// The items below a key.
pub(super) fn items<'n>(map: &'n Node, key: &str) -> &'n [Node] {
    match entry(map, key).map(|(_, value)| &value.content) {
        Some(Content::List(items)) => items,
        _ => &[],
    }
}

/// The keys of an object in the language's order.
pub(super) fn order(outline: &'static Object) -> Vec<&'static str> {
    outline.keys.iter().map(|key| key.name).collect()
}

pub(super) fn address<T>(of: &T) -> usize {
    std::ptr::from_ref(of).addr()
}

impl<'a> Walk<'a> {
    pub(super) fn doc(&mut self, home: Home) -> &mut Doc<'a> {
        match (&mut self.current, home) {
            (Some(current), Home::Action) => &mut current.doc,
            _ => &mut self.service_doc,
        }
    }

    /// From what a file was made.
    pub(super) fn base(&self, home: Home) -> Evidence {
        match (&self.current, home) {
            (Some(current), Home::Action) => current.base,
            _ => self.service_base,
        }
    }

    /// How good the evidence of a member is.
    pub(super) fn evidence(&self, home: Home, member: &Member) -> Evidence {
        match member.evidence {
            Evidence::Page => self.base(home),
            other => other,
        }
    }

    /// How good the evidence of a fact is.
    pub(super) fn fact_evidence(&self, fact: &Member) -> Evidence {
        match fact.evidence {
            Evidence::Page => self.origin.evidence,
            other => other,
        }
    }

    pub(super) fn lines(&self, subject: &str) -> Option<Lines> {
        let current = self.current.as_ref()?;
        current.facts.lines.get(subject).copied()
    }

    /// Tells of a difference; whether it is to be merged, for the checks may refuse what came of it.
    #[must_use]
    pub(super) fn tell(
        &mut self,
        kind: Kind,
        (home, node): (Home, &Node),
        (subject, what): (&str, &str),
        says: impl Into<String>,
        spec: impl Into<String>,
    ) -> bool {
        let source = self.origin.word();
        let lines = self.lines(subject);
        let doc = self.doc(home);
        let starts = doc
            .lines
            .get_or_init(|| source::Lines::new(doc.edits.text()));
        let line = starts.span(&node.head()).line;
        let subject = if what.is_empty() {
            subject.to_owned()
        } else {
            format!("{subject}: {what}")
        };
        let file = doc.path.to_owned();
        let why = self.left.why(&file, &subject);
        let is_left = why.is_some();
        self.differences.push(Difference {
            kind: if is_left { Kind::ByHand } else { kind },
            file,
            line,
            subject,
            source,
            lines,
            says: says.into(),
            spec: spec.into(),
            why,
        });
        !is_left
    }

    /// A type of the spec, and where it is declared.
    pub(super) fn spec_type(&self, name: &str) -> Option<(Home, &'a TypeDef, &'a Node)> {
        if let Some(current) = &self.current {
            let found = current
                .spec
                .types
                .iter()
                .position(|found| found.name == name);
            if let Some(index) = found {
                let node = items(current.doc.root, "types").get(index)?;
                return Some((Home::Action, &current.spec.types[index], node));
            }
        }
        let index = *self.service_types.get(name)?;
        let node = items(self.service_doc.root, "types").get(index)?;
        Some((Home::Service, &self.service.types[index], node))
    }

    /// A type of the source; `true` if its actions share it.
    pub(super) fn fact_type(&self, name: &str) -> Option<(bool, &'a TypeDef)> {
        let own = self.current.as_ref().and_then(|current| {
            let mut types = current.facts.action.types.iter();
            types.find(|found| found.name == name)
        });
        match own {
            Some(found) => Some((false, found)),
            None => self.shared.get(name).map(|found| (true, *found)),
        }
    }

    pub(super) fn spec_named(&self, name: &str) -> Named {
        self.spec_type(name)
            .map_or(Named::Unknown, |(_, found, _)| kind_of(found))
    }

    pub(super) fn fact_named(&self, name: &str) -> Named {
        self.fact_type(name)
            .map_or(Named::Unknown, |(_, found)| kind_of(found))
    }

    /// The fields that a member of the spec leads to.
    pub(super) fn spec_fields(
        &self,
        home: Home,
        member: &'a Member,
        node: &'a Node,
        direction: Direction,
        is_whole: bool,
    ) -> Option<Group<'a>> {
        if let Some(fields) = &member.fields {
            return Some(Group {
                home,
                owner: node,
                key: "fields",
                members: fields,
                outline: outline_of_member(),
                direction,
                is_whole,
            });
        }
        let TypeRef::Named(name) = member.type_ref.leaf() else {
            return None;
        };
        let (home, found, node) = self.spec_type(name)?;
        let is_shared = home == Home::Service;
        Some(Group {
            home,
            owner: node,
            key: "fields",
            members: found.fields.as_deref()?,
            outline: outline_of_type(),
            direction: if is_shared {
                Direction::Either
            } else {
                direction
            },
            // One page shows of a shared type what its action uses.
            is_whole: is_whole && (!is_shared || self.origin.evidence == Evidence::Metadata),
        })
    }

    /// The fields that a fact leads to.
    pub(super) fn fact_fields(&self, fact: &'a Member) -> Option<&'a [Member]> {
        if let Some(fields) = &fact.fields {
            return Some(fields);
        }
        let TypeRef::Named(name) = fact.type_ref.leaf() else {
            return None;
        };
        self.fact_type(name)?.1.fields.as_deref()
    }

    /// The values that a fact states.
    pub(super) fn fact_values(&self, fact: &'a Member) -> &'a [EnumValue] {
        if !fact.values.is_empty() {
            return &fact.values;
        }
        let TypeRef::Named(name) = fact.type_ref.leaf() else {
            return &[];
        };
        self.fact_type(name)
            .and_then(|(_, found)| found.values.as_deref())
            .unwrap_or_default()
    }

    /// Whether the source is known to have stated this before.
    pub(super) fn was_stated(&self, home: Home, subject: &str) -> Option<bool> {
        let before = self
            .stated_before?
            .subjects
            .get(self.action_of(home, subject))?;
        Some(before.contains(&*self.subject_before(subject)))
    }

    /// The action that a lock has a subject under; what the source shares is under the empty name.
    pub(super) fn action_of(&self, home: Home, subject: &str) -> &'a str {
        match (&self.current, home) {
            (Some(current), Home::Action) if !subject.starts_with("type ") => &current.spec.action,
            _ => "",
        }
    }

    /// What the source itself calls a subject: it knows nothing of the other name that its type has here.
    pub(super) fn subject_before<'s>(&self, subject: &'s str) -> Cow<'s, str> {
        let own = self.renamed.iter().find_map(|(own, other)| {
            let rest = subject
                .strip_prefix("type ")?
                .strip_prefix(other.as_str())?;
            (rest.is_empty() || rest.starts_with('.')).then(|| format!("type {own}{rest}"))
        });
        own.map_or(Cow::Borrowed(subject), Cow::Owned)
    }
}

fn kind_of(found: &TypeDef) -> Named {
    if found.values.is_some() {
        Named::Values
    } else {
        Named::Fields
    }
}

/// A scalar of the language as YAML.
pub(super) fn yaml_of(value: &serde_json::Value) -> Yaml {
    super::yaml::value(value).unwrap_or_else(|_| Yaml::Scalar("null".to_owned()))
}

pub(super) fn outline_of_member() -> &'static Object {
    &crate::load::shape::MEMBER
}

pub(super) fn outline_of_type() -> &'static Object {
    &crate::load::shape::TYPE
}

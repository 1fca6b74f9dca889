//! The walk along facts and a spec at once: by wire name, through named types on either side, with an edit
//! and a difference wherever they part.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use cloudwright_page::facts::Span;

use super::difference::{Difference, DifferenceKind};
use super::doc::Doc;
use super::facts::{ActionFacts, Direction, Origin};
use super::holder::{Holder, Home, MemberList};
use super::settled::Left;
use super::types;
use super::yaml::Yaml;
use crate::load::shape;
use crate::lock::Stated;
use crate::model::{Action, EnumValue, Evidence, Member, Removal, Service, TypeDef, TypeRef};
use crate::source::Node;

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
    pub(super) stated_before: Option<Stated<'a>>,
    /// What is left to a person.
    pub(super) left: &'a Left,
    pub(super) current: Option<Current<'a>>,
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

/// The evidence of something: its own, or else that of the source that it is in.
pub(super) fn own_or(own: Evidence, source: Evidence) -> Evidence {
    match own {
        Evidence::Page => source,
        other => other,
    }
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
        own_or(member.evidence, self.base(home))
    }

    /// How good the evidence of a fact is.
    pub(super) fn fact_evidence(&self, fact: &Member) -> Evidence {
        own_or(fact.evidence, self.origin.evidence)
    }

    /// Whether a page speaks of what all actions share: it shows of that what its own action uses.
    pub(super) fn is_page_on_shared(&self, home: Home) -> bool {
        home == Home::Service && self.origin.evidence == Evidence::Page
    }

    pub(super) fn lines(&self, subject: &str) -> Option<Span> {
        let current = self.current.as_ref()?;
        current.facts.lines.get(subject).copied()
    }

    /// Tells of a difference; whether it is to be merged, for the checks may refuse what came of it.
    #[must_use]
    pub(super) fn tell(
        &mut self,
        kind: DifferenceKind,
        (home, node): (Home, &Node),
        (subject, what): (&str, &str),
        says: impl Into<String>,
        spec: impl Into<String>,
    ) -> bool {
        let source = self.origin.word();
        let lines = self.lines(subject);
        let doc = self.doc(home);
        let (file, line) = (doc.path.to_owned(), doc.line_of(node));
        let subject = if what.is_empty() {
            subject.to_owned()
        } else {
            format!("{subject}: {what}")
        };
        let why = self.left.why(&file, &subject);
        let is_left = why.is_some();
        self.differences.push(Difference {
            kind: if is_left {
                DifferenceKind::ByHand
            } else {
                kind
            },
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

    /// Tells of a key that the source states otherwise, and gives it this value; whether that is merged.
    pub(super) fn put(
        &mut self,
        kind: DifferenceKind,
        (holder, key): (Holder<'a>, &str),
        about: (&str, &str),
        (says, was): (impl Into<String>, impl Into<String>),
        value: &Yaml,
    ) -> bool {
        let node = (holder.home, holder.value_of(key));
        let is_merged = self.tell(kind, node, about, says, was);
        if is_merged {
            self.doc(holder.home).set(holder, key, value);
        }
        is_merged
    }

    /// Tells of a key that the source states no more, and takes it out.
    pub(super) fn take_out(
        &mut self,
        kind: DifferenceKind,
        (holder, key): (Holder<'a>, &str),
        about: (&str, &str),
        was: &str,
    ) {
        let node = (holder.home, holder.value_of(key));
        if self.tell(kind, node, about, "", was) {
            self.doc(holder.home).edits.delete_key(holder.node, key);
        }
    }

    /// Makes a stub what it was again; whether that is merged.
    pub(super) fn restore(
        &mut self,
        holder: Holder<'a>,
        about: (&str, &str),
        says: impl Into<String>,
    ) -> bool {
        let node = (holder.home, holder.node);
        let is_merged = self.tell(DifferenceKind::Added, node, about, says, "removed");
        if is_merged {
            let doc = self.doc(holder.home);
            doc.edits.delete_key(holder.node, "removed");
        }
        is_merged
    }

    /// Tells of an object that the source states no more, and makes a stub of it.
    pub(super) fn remove(&mut self, holder: Holder<'a>, about: (&str, &str), was: &str) {
        let node = (holder.home, holder.node);
        let removal = Removal {
            since: self.since.clone(),
            doc: None,
        };
        if self.tell(DifferenceKind::Gone, node, about, "", was) {
            let stub = Yaml::of(&removal);
            self.doc(holder.home).add_key(holder, "removed", &stub);
        }
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
                let node = current.doc.whole.node.items("types").get(index)?;
                return Some((Home::Action, &current.spec.types[index], node));
            }
        }
        let index = *self.service_types.get(name)?;
        let node = self.service_doc.whole.node.items("types").get(index)?;
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

    /// Whether a type of the spec and one of the source mean the same.
    pub(super) fn agree(&self, spec: &TypeRef, fact: &TypeRef) -> bool {
        let is_words = |found: &TypeDef| found.values.is_some();
        let ours = |name: &str| self.spec_type(name).is_some_and(|(_, it, _)| is_words(it));
        let theirs = |name: &str| self.fact_type(name).is_some_and(|(_, it)| is_words(it));
        types::agree(spec, fact, &ours, &theirs)
    }

    /// The fields that a member of the spec leads to.
    pub(super) fn spec_fields(
        &self,
        holder: Holder<'a>,
        member: &'a Member,
        direction: Direction,
        is_whole: bool,
    ) -> Option<MemberList<'a>> {
        let key = "fields";
        if let Some(members) = &member.fields {
            return Some(MemberList {
                holder,
                key,
                members,
                direction,
                is_whole,
            });
        }
        let (home, found, node) = self.spec_type(member.type_ref.leaf_name()?)?;
        let is_shared = home == Home::Service;
        Some(MemberList {
            holder: Holder::new(home, node, &shape::TYPE),
            key,
            members: found.fields.as_deref()?,
            direction: if is_shared {
                Direction::Either
            } else {
                direction
            },
            is_whole: is_whole && !self.is_page_on_shared(home),
        })
    }

    /// The fields that a fact leads to.
    pub(super) fn fact_fields(&self, fact: &'a Member) -> Option<&'a [Member]> {
        if let Some(fields) = &fact.fields {
            return Some(fields);
        }
        self.fact_type(fact.type_ref.leaf_name()?)?
            .1
            .fields
            .as_deref()
    }

    /// The values that a fact states.
    pub(super) fn fact_values(&self, fact: &'a Member) -> &'a [EnumValue] {
        if !fact.values.is_empty() {
            return &fact.values;
        }
        let found = fact
            .type_ref
            .leaf_name()
            .and_then(|name| self.fact_type(name));
        let values = found.and_then(|(_, found)| found.values.as_deref());
        values.unwrap_or_default()
    }

    /// Whether the source is known to have stated this before.
    pub(super) fn was_stated(&self, home: Home, subject: &str) -> Option<bool> {
        let action = self.action_of(home, subject);
        let before = self.stated_before?;
        before.has(action, &self.subject_before(subject))
    }

    /// What the source stated here before, as a text.
    pub(super) fn value_before(&self, home: Home, subject: &str, key: &str) -> Option<&'a str> {
        let subject = self.subject_before(subject);
        let action = self.action_of(home, &subject);
        self.stated_before?.value(action, &subject, key)
    }

    /// The action that a lock has a subject under; what the source shares is under the empty name.
    fn action_of(&self, home: Home, subject: &str) -> &'a str {
        match (&self.current, home) {
            (Some(current), Home::Action) if !subject.starts_with("type ") => &current.spec.action,
            _ => "",
        }
    }

    /// What the source itself calls a subject: it knows nothing of the other name that its type has here.
    fn subject_before<'s>(&self, subject: &'s str) -> Cow<'s, str> {
        let own = self.renamed.iter().find_map(|(own, other)| {
            let rest = subject
                .strip_prefix("type ")?
                .strip_prefix(other.as_str())?;
            (rest.is_empty() || rest.starts_with('.')).then(|| format!("type {own}{rest}"))
        });
        own.map_or(Cow::Borrowed(subject), Cow::Owned)
    }
}

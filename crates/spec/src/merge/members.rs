//! Members: which belong together, what is new, and what is gone.

use std::collections::{HashMap, HashSet};

use super::difference::Kind;
use super::walk::{
    Direction, Group, Home, Met, Walk, address, items, order, outline_of_member, rank,
};
use super::yaml::{self, Yaml};
use crate::model::{Evidence, Location, Member, Required, Scalar, TypeDef, TypeRef};
use crate::source::Node;

impl<'a> Walk<'a> {
    /// Merges the members that a source states into a list of the spec.
    pub(super) fn members(&mut self, group: Group<'a>, facts: &'a [Member], path: &str) {
        let spec = address(&group.owner.bytes);
        let fact = facts.as_ptr().addr();
        if !self.visited.insert((spec ^ key_bit(group.key), fact)) {
            return;
        }
        let met = self.meet(group, path);
        let pairs = pair(group.members, facts);
        let mut last = None;
        let mut news: Vec<(Option<usize>, Vec<&'a Member>)> = Vec::new();
        for (fact, found) in facts.iter().zip(pairs) {
            match found {
                Some(index) => {
                    self.met[met].members.insert(index);
                    last = Some(index);
                    let node = items(group.owner, group.key).get(index);
                    if let Some(node) = node {
                        let subject = subject(path, fact);
                        self.member(group, &group.members[index], node, fact, &subject);
                    }
                }
                None if self.met[met].added.contains(&fact.name) => {}
                None if fact.location == Some(Location::Header) && self.is_own_header(fact) => {}
                None => {
                    self.met[met].added.insert(fact.name.clone());
                    match news.last_mut() {
                        Some((after, group)) if *after == last => group.push(fact),
                        _ => news.push((last, vec![fact])),
                    }
                }
            }
        }
        for (after, list) in news {
            self.add(group, after, &list, path);
        }
    }

    fn is_own_header(&self, fact: &Member) -> bool {
        let mut protocols = self.service.protocols.iter();
        protocols.any(|protocol| protocol.sets_header(&fact.name))
    }

    fn meet(&mut self, group: Group<'a>, path: &str) -> usize {
        let at = address(&group.owner.bytes) ^ key_bit(group.key);
        if let Some(index) = self.met_at.get(&at) {
            // Whole only if it is for everyone who leads here.
            self.met[*index].group.is_whole &= group.is_whole;
            return *index;
        }
        self.met_at.insert(at, self.met.len());
        self.met.push(Met {
            group,
            path: path.to_owned(),
            members: HashSet::new(),
            added: HashSet::new(),
        });
        self.met.len() - 1
    }

    /// Whether a member that the source states leads to a type.
    pub(super) fn is_met(&self, node: &Node) -> bool {
        let at = address(&node.bytes);
        self.met_at.contains_key(&(at ^ key_bit("fields"))) || self.values_at.contains_key(&at)
    }

    /// New members of a list.
    fn add(&mut self, group: Group<'a>, after: Option<usize>, facts: &[&'a Member], path: &str) {
        let mut written = Vec::new();
        for fact in facts {
            let subject = subject(path, fact);
            let Some(value) = self.new_member(group, fact) else {
                continue;
            };
            let says = fact.type_ref.to_string();
            let home = (group.home, group.owner);
            if self.tell(Kind::Added, home, (&subject, ""), says, "") {
                written.push(value);
            }
        }
        let doc = self.doc(group.home);
        doc.add_items((group.owner, group.outline), group.key, after, written);
    }

    /// A member as the spec is to have it.
    fn new_member(&mut self, group: Group<'a>, fact: &'a Member) -> Option<Yaml> {
        let mut member = self.known(fact.clone(), group.home);
        if group.home == Home::Action {
            member = self.placed(member, group.direction);
            let base = self.base(Home::Action);
            if self.origin.evidence == Evidence::Metadata && base != Evidence::Metadata {
                member.evidence = Evidence::Metadata;
            }
        } else {
            member.location = member.location.filter(|place| *place != Location::Body);
        }
        if group.direction == Direction::Response {
            member.required = Required::Unknown;
        }
        yaml::value(&member).ok()
    }

    /// Without the place, where it is the usual one.
    pub(super) fn placed(&self, mut member: Member, direction: Direction) -> Member {
        let Some(current) = &self.current else {
            return member;
        };
        let usual = match direction {
            Direction::Request => super::usual_location(self.service, current.route, &member.name),
            _ => Location::Body,
        };
        member.location = member.location.filter(|place| *place != usual);
        member
    }

    /// A member whose types the spec has: types that it lacks are added, what no source describes becomes
    /// an object of anything.
    pub(super) fn known(&mut self, mut member: Member, home: Home) -> Member {
        if let TypeRef::Named(name) = member.type_ref.leaf() {
            let name = name.clone();
            let renamed = self.renamed.get(&name).cloned();
            let is_shared = matches!(self.fact_type(&name), Some((true, _)));
            let wanted = renamed
                .filter(|_| is_shared)
                .unwrap_or_else(|| name.clone());
            let is_there = match home {
                Home::Action => self.spec_type(&wanted).is_some(),
                Home::Service => self.service_types.contains_key(wanted.as_str()),
            };
            if is_there {
                member.type_ref = member.type_ref.with_leaf(TypeRef::Named(wanted));
            } else if let Some((is_shared, found)) = self.fact_type(&name) {
                let home = if is_shared { Home::Service } else { home };
                self.add_type(found, &wanted, home);
                member.type_ref = member.type_ref.with_leaf(TypeRef::Named(wanted));
            } else {
                let anything = TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Any)));
                member.type_ref = member.type_ref.with_leaf(anything);
            }
        }
        if let Some(fields) = member.fields.take() {
            let fields = fields.into_iter().map(|field| self.known(field, home));
            member.fields = Some(fields.collect());
        }
        member
    }

    pub(super) fn add_type(&mut self, found: &'a TypeDef, name: &str, home: Home) {
        if !self.doc(home).new_types.insert(name.to_owned()) {
            return;
        }
        let mut declared = found.clone();
        name.clone_into(&mut declared.name);
        if let Some(fields) = declared.fields.take() {
            let fields = fields.into_iter().map(|field| self.known(field, home));
            declared.fields = Some(fields.collect());
        }
        let Ok(value) = yaml::value(&declared) else {
            return;
        };
        let root = self.doc(home).root;
        let subject = format!("type {name}");
        if self.tell(Kind::Added, (home, root), (&subject, ""), name, "") {
            self.doc(home).pending_types.push(value);
        }
    }

    /// Makes stubs of what the lists that have been met no longer hold.
    pub(super) fn finish_members(&mut self, home: Home) {
        let met: Vec<Met<'a>> = std::mem::take(&mut self.met);
        let mut kept = Vec::new();
        for met in met {
            if met.group.home != home {
                kept.push(met);
                continue;
            }
            for (index, member) in met.group.members.iter().enumerate() {
                if !met.members.contains(&index) {
                    self.missing(&met, index, member);
                }
            }
        }
        self.met_at = kept
            .iter()
            .enumerate()
            .map(|(index, met)| {
                let at = address(&met.group.owner.bytes) ^ key_bit(met.group.key);
                (at, index)
            })
            .collect();
        self.met = kept;
    }

    fn missing(&mut self, met: &Met<'a>, index: usize, member: &'a Member) {
        let group = met.group;
        let Some(node) = items(group.owner, group.key).get(index) else {
            return;
        };
        if group.key == "request" {
            self.keep_location(member, node);
        }
        if member.removed.is_some() || !group.is_whole {
            return;
        }
        let subject = subject(&met.path, member);
        let evidence = self.evidence(group.home, member);
        let is_base_new = group.home == Home::Action
            && self.origin.evidence == Evidence::Page
            && self.base(Home::Action) == Evidence::Metadata;
        if is_base_new && member.evidence == Evidence::Page {
            // What only metadata has stays, and says so now that the page is the spec's source.
            let value = Yaml::from("metadata");
            let doc = self.doc(group.home);
            let keys = order(outline_of_member());
            return doc.edits.add_key(node, &keys, "evidence", &value);
        }
        let stated = self.was_stated(group.home, &subject);
        let is_gone = stated.unwrap_or(rank(evidence) == rank(self.origin.evidence))
            && rank(evidence) <= rank(self.origin.evidence);
        if !is_gone || super::conflicts::explains_absence(member, self.origin) {
            return;
        }
        let (home, was) = ((group.home, node), member.type_ref.to_string());
        if self.tell(Kind::Gone, home, (&subject, ""), "", was) {
            self.remove(group.home, node, outline_of_member());
        }
    }
}

/// What a member is called in messages, in the lines of facts and in locks.
pub(crate) fn subject(path: &str, member: &Member) -> String {
    if path.ends_with(' ') || path.is_empty() {
        format!("{path}{}", member.name)
    } else {
        format!("{path}.{}", member.name)
    }
}

/// Tells lists of one object apart.
fn key_bit(key: &str) -> usize {
    match key {
        "request" => 1,
        "response" => 2,
        _ => 0,
    }
}

/// Which member of the spec each fact is about: of those with its name the one in its place, each once.
fn pair(members: &[Member], facts: &[Member]) -> Vec<Option<usize>> {
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, member) in members.iter().enumerate() {
        by_name.entry(&member.name).or_default().push(index);
        for alias in &member.alias {
            by_name.entry(alias).or_default().push(index);
        }
    }
    let mut taken = HashSet::new();
    facts
        .iter()
        .map(|fact| {
            let Some(found) = by_name.get(fact.name.as_str()) else {
                // There is one whole body, and what it is called is not on the wire.
                let is_root = |member: &Member| member.location == Some(Location::BodyRoot);
                let root = members
                    .iter()
                    .position(|member| is_root(member) && member.removed.is_none());
                return root.filter(|index| is_root(fact) && taken.insert(*index));
            };
            let is_there = |index: &&usize| members[**index].location == fact.location;
            let free = |index: &&usize| !taken.contains(*index);
            let best = found
                .iter()
                .filter(free)
                .find(is_there)
                .or_else(|| found.iter().find(free))
                // An alias beside the name itself: both are the member.
                .or_else(|| {
                    found
                        .iter()
                        .find(|index| !members[**index].alias.is_empty())
                });
            let index = *best?;
            taken.insert(index);
            Some(index)
        })
        .collect()
}

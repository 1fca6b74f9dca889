//! Members: which belong together, what is new, and what is gone.

use std::collections::{HashMap, HashSet};

use super::difference::DifferenceKind;
use super::doc::MetMembers;
use super::facts::Direction;
use super::holder::{Holder, Home, KeyPlace, MemberList};
use super::walk::{Walk, rank};
use super::yaml::Yaml;
use crate::model::{Evidence, Location, Member, Required, Scalar, TypeDef, TypeRef};
use crate::source::Node;

impl<'a> Walk<'a> {
    /// Merges the members that a source states into a list of the spec.
    pub(super) fn members(&mut self, list: MemberList<'a>, facts: &'a [Member], path: &str) {
        let (holder, place) = (list.holder, list.holder.place(list.key));
        let doc = self.doc(holder.home);
        if !doc.visited.insert((place, facts.as_ptr().addr())) {
            return;
        }
        let met = doc.met.entry(place).or_insert_with(|| MetMembers {
            list,
            path: path.to_owned(),
            members: HashSet::new(),
            added: HashSet::new(),
        });
        // Whole only if it is for everyone who leads here.
        met.list.is_whole &= list.is_whole;
        let nodes = holder.node.items(list.key);
        let mut before = None;
        let mut news: Vec<(Option<usize>, Vec<&'a Member>)> = Vec::new();
        for (fact, found) in facts.iter().zip(pair(list.members, facts)) {
            let Some(index) = found else {
                if self.is_new(list, place, fact) {
                    match news.last_mut() {
                        Some((after, group)) if *after == before => group.push(fact),
                        _ => news.push((before, vec![fact])),
                    }
                }
                continue;
            };
            if let Some(met) = self.doc(holder.home).met.get_mut(&place) {
                met.members.insert(index);
            }
            before = Some(index);
            if let Some(node) = nodes.get(index) {
                let subject = subject(path, fact);
                self.member(list, &list.members[index], node, fact, &subject);
            }
        }
        for (after, facts) in news {
            self.add(list, after, &facts, path);
        }
    }

    /// Whether a fact that the spec has no member for is to be added: once, and no header that clients send.
    fn is_new(&mut self, list: MemberList<'a>, place: KeyPlace, fact: &Member) -> bool {
        let is_own_header =
            fact.location == Some(Location::Header) && self.service.sets_header(&fact.name);
        let met = self.doc(list.holder.home).met.get_mut(&place);
        met.is_some_and(|met| !is_own_header && met.added.insert(fact.name.clone()))
    }

    /// Whether a member that the source states leads to a type.
    pub(super) fn is_met(&self, node: &Node) -> bool {
        let (doc, at) = (&self.service_doc, node.bytes.start);
        doc.met.contains_key(&(at, "fields")) || doc.met_values.contains_key(&at)
    }

    /// New members of a list.
    fn add(
        &mut self,
        list: MemberList<'a>,
        after: Option<usize>,
        facts: &[&'a Member],
        path: &str,
    ) {
        let holder = list.holder;
        let mut written = Vec::new();
        for fact in facts {
            let subject = subject(path, fact);
            let value = self.new_member(list, fact);
            let (site, says) = ((holder.home, holder.node), fact.type_ref.to_string());
            if self.tell(DifferenceKind::Added, site, (&subject, ""), says, "") {
                written.push(value);
            }
        }
        let doc = self.doc(holder.home);
        doc.add_items(holder, list.key, after, written);
    }

    /// A member as the spec is to have it.
    fn new_member(&mut self, list: MemberList<'a>, fact: &'a Member) -> Yaml {
        let mut known = [fact.clone()];
        self.declare_types(&mut known, list.holder.home, &[]);
        let [mut member] = known;
        let mut usual = Location::Body;
        if list.holder.home == Home::Action {
            if let (Some(current), Direction::Request) = (&self.current, list.direction) {
                usual = self.service.usual_location(current.route, &member.name);
            }
            let base = self.base(Home::Action);
            if self.origin.evidence == Evidence::Metadata && base != Evidence::Metadata {
                member.evidence = Evidence::Metadata;
            }
        }
        if list.direction == Direction::Response {
            member.required = Required::Unknown;
        }
        Yaml::of(&placed(member, usual))
    }

    /// Gives members types that the spec has: those that it lacks are added, what no source describes becomes
    /// an object of anything. Types in `own` are declared where the members are.
    pub(super) fn declare_types(&mut self, members: &mut [Member], home: Home, own: &[TypeDef]) {
        for member in members {
            let is_own = |name: &&str| own.iter().any(|found| found.name == **name);
            let name = member.type_ref.leaf_name().filter(|name| !is_own(name));
            if let Some(leaf) = name.map(|name| self.declared(name, home)) {
                member.type_ref = member.type_ref.with_leaf(leaf);
            }
            let fields = member.fields.as_deref_mut();
            self.declare_types(fields.unwrap_or_default(), home, own);
        }
    }

    /// What the spec has for a named type of the source.
    fn declared(&mut self, name: &str, home: Home) -> TypeRef {
        let fact = self.fact_type(name);
        let is_shared = matches!(fact, Some((true, _)));
        let renamed = self.renamed.get(name).filter(|_| is_shared);
        let wanted = renamed.map_or(name, String::as_str).to_owned();
        let is_there = match home {
            Home::Action => self.spec_type(&wanted).is_some(),
            Home::Service => self.service_types.contains_key(wanted.as_str()),
        };
        match fact {
            _ if is_there => {}
            Some((is_shared, found)) => {
                self.add_type(found, &wanted, if is_shared { Home::Service } else { home });
            }
            None => return TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Any))),
        }
        TypeRef::Named(wanted)
    }

    fn add_type(&mut self, found: &'a TypeDef, name: &str, home: Home) {
        if !self.doc(home).new_types.insert(name.to_owned()) {
            return;
        }
        let mut declared = found.clone();
        name.clone_into(&mut declared.name);
        let fields = declared.fields.as_deref_mut();
        self.declare_types(fields.unwrap_or_default(), home, &[]);
        let site = (home, self.doc(home).whole.node);
        let subject = format!("type {name}");
        if self.tell(DifferenceKind::Added, site, (&subject, ""), name, "") {
            self.doc(home).pending_types.push(Yaml::of(&declared));
        }
    }

    /// Makes stubs of what the lists that have been met no longer hold.
    pub(super) fn finish_members(&mut self, home: Home) {
        for met in std::mem::take(&mut self.doc(home).met).into_values() {
            for (index, member) in met.list.members.iter().enumerate() {
                if !met.members.contains(&index) {
                    self.missing(&met, index, member);
                }
            }
        }
    }

    fn missing(&mut self, met: &MetMembers<'a>, index: usize, member: &'a Member) {
        let list = met.list;
        let Some(node) = list.holder.node.items(list.key).get(index) else {
            return;
        };
        if list.key == "request" {
            self.keep_location(member, node);
        }
        if member.removed.is_some() || !list.is_whole {
            return;
        }
        let home = list.holder.home;
        let holder = Holder::member(home, node);
        let subject = subject(&met.path, member);
        if self.is_base_new(home) && member.evidence == Evidence::Page {
            // What only metadata has stays, and says so now that the page is the spec's source.
            let value = Yaml::from("metadata");
            return self.doc(home).add_key(holder, "evidence", &value);
        }
        let (ours, theirs) = (
            rank(self.evidence(home, member)),
            rank(self.origin.evidence),
        );
        let stated = self.was_stated(home, &subject);
        let is_gone = stated.unwrap_or(ours == theirs) && ours <= theirs;
        if is_gone && !super::conflicts::explains_absence(member, self.origin) {
            self.remove(holder, (&subject, ""), &member.type_ref.to_string());
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

/// A member without its place, where that is the usual one.
pub(super) fn placed(member: Member, usual: Location) -> Member {
    Member {
        location: member.location.filter(|place| *place != usual),
        ..member
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
            let mut free = found.iter().filter(|index| !taken.contains(*index));
            let best = free.clone().find(is_there).or_else(|| free.next());
            // An alias beside the name itself: both are the member.
            let has_alias = |index: &&usize| !members[**index].alias.is_empty();
            let best = best.or_else(|| found.iter().find(has_alias));
            let index = *best?;
            taken.insert(index);
            Some(index)
        })
        .collect()
}

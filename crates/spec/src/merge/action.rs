//! An action's own facts: route, rate, regions, permissions, errors, and from what it was made.

use super::difference::DifferenceKind;
use super::facts::{ActionFacts, Direction};
use super::holder::{Holder, Home, MemberList};
use super::walk::{Walk, rank};
use super::yaml::Yaml;
use crate::load::shape;
use crate::lock;
use crate::model::{ErrorCode, Evidence, RateLimit};
use crate::source::Node;

impl<'a> Walk<'a> {
    /// Merges all facts of the current action.
    pub(super) fn action(&mut self) {
        let Some(current) = &self.current else { return };
        let (spec, facts, holder) = (current.spec, current.facts, current.doc.whole);
        let before = self.differences.len();
        if spec.removed.is_some() {
            self.restore(holder, ("action", ""), spec.action.as_str());
        }
        self.head(facts, holder);
        let (stated, whole) = (&facts.action, facts.whole);
        let sides = [
            (
                Direction::Request,
                &spec.request,
                &stated.request,
                whole.request,
            ),
            (
                Direction::Response,
                &spec.response,
                &stated.response,
                whole.response,
            ),
        ];
        for (direction, members, stated, is_whole) in sides {
            let is_request = direction == Direction::Request;
            let key = if is_request { "request" } else { "response" };
            let list = MemberList {
                holder,
                key,
                members,
                direction,
                is_whole,
            };
            self.members(list, stated, &format!("{key} "));
        }
        self.finish_members(Home::Action);
        self.finish_values(Home::Action);
        self.errors(facts, holder);
        let mut differences = self.differences[before..].iter();
        let has_changed = differences.any(|found| found.kind.is_contract());
        self.samples(facts, holder);
        self.source(facts, holder.node, has_changed);
    }

    fn head(&mut self, facts: &'a ActionFacts, holder: Holder<'a>) {
        let Some(current) = &self.current else { return };
        let spec = current.spec;
        if facts.states_route {
            let (method, path) = self.service.route(spec);
            let stated = facts.action.method.as_deref();
            let method = self.text((holder, "method"), Some(method), stated);
            let stated = facts.action.path.as_deref();
            let path = self.text((holder, "path"), Some(path), stated);
            if let (Some(current), Some(method), Some(path)) = (&mut self.current, method, path) {
                current.route = (method, path);
            }
        }
        let rate = |rate: Option<RateLimit>| rate.map(String::from);
        let (ours, theirs) = (rate(spec.rate_limit), rate(facts.action.rate_limit));
        self.text((holder, "rate_limit"), ours.as_deref(), theirs.as_deref());
        let whole = facts.whole;
        let (ours, theirs) = (&spec.permissions, &facts.action.permissions);
        self.texts((holder, "permissions"), ours, theirs, whole.permissions);
        let (ours, theirs) = (&spec.regions, &facts.action.regions);
        self.texts((holder, "regions"), ours, theirs, whole.regions);
        let key = (holder, "deprecated");
        if let (Some(ours), None) = (&spec.deprecated, &facts.action.deprecated) {
            self.head_gone(DifferenceKind::Gone, key, &ours.doc);
        }
        let is_told = spec.deprecated.is_some() || self.service.deprecated.is_some();
        if let Some(notice) = facts.action.deprecated.as_ref().filter(|_| !is_told) {
            let (about, says) = (("head deprecated", ""), (notice.doc.as_str(), ""));
            self.put(DifferenceKind::Added, key, about, says, &Yaml::of(notice));
        }
    }

    /// Whether the source may change what the action's file says.
    pub(super) fn may_change(&self) -> bool {
        rank(self.origin.evidence) >= rank(self.base(Home::Action))
    }

    /// Merges a text; the one that the spec will have.
    fn text<'t>(
        &mut self,
        (holder, key): (Holder<'a>, &'static str),
        ours: Option<&'t str>,
        theirs: Option<&'t str>,
    ) -> Option<&'t str> {
        let kind = match key {
            "rate_limit" => DifferenceKind::Beside,
            _ => DifferenceKind::Changed,
        };
        let Some(fact) = theirs else {
            if let Some(ours) = ours {
                self.head_gone(kind, (holder, key), ours);
            }
            return ours;
        };
        if ours == Some(fact) || (ours.is_some() && !self.may_change()) {
            return ours;
        }
        let subject = format!("head {key}");
        let (about, sides) = ((&*subject, ""), (fact, ours.unwrap_or_default()));
        let is_merged = self.put(kind, (holder, key), about, sides, &Yaml::from(fact));
        if is_merged { Some(fact) } else { ours }
    }

    /// A list of names: what is not named any more is taken out.
    fn texts(
        &mut self,
        (holder, key): (Holder<'a>, &'static str),
        ours: &[String],
        theirs: &[String],
        is_whole: bool,
    ) {
        let subject = format!("head {key}");
        let about = (&*subject, "");
        let kind = |kind| match key {
            "permissions" => DifferenceKind::Beside,
            _ => kind,
        };
        let is_new = |name: &&String| !ours.contains(name);
        let news = theirs.iter().filter(is_new);
        self.add_names((holder, key), about, news, kind(DifferenceKind::Added));
        if !is_whole || theirs.is_empty() || !self.may_change() {
            return;
        }
        let is_known = self.knows_lists();
        let keeps_one = is_known || ours.iter().any(|name| theirs.contains(name));
        let is_gone = |name: &String| {
            // One that a person added stays.
            let is_own = is_known && self.value_before(Home::Action, &subject, name).is_none();
            !is_own && !theirs.contains(name)
        };
        let gone = (0..ours.len()).filter(|at| is_gone(&ours[*at])).collect();
        let gone_kind = if keeps_one {
            DifferenceKind::Gone
        } else {
            DifferenceKind::ByHand
        };
        let gone = self.gone_names((holder, key), about, (ours, gone), kind(gone_kind));
        if keeps_one {
            self.delete_names((holder, key), &gone);
        }
    }

    /// Adds names to a list.
    pub(super) fn add_names<'n>(
        &mut self,
        (holder, key): (Holder<'a>, &str),
        about: (&str, &str),
        names: impl Iterator<Item = &'n String>,
        kind: DifferenceKind,
    ) -> Vec<&'n String> {
        let site = (holder.home, holder.node);
        let mut added: Vec<&String> = names.collect();
        added.retain(|name| self.tell(kind, site, about, name.as_str(), ""));
        let written = added.iter().map(|name| Yaml::from(name.as_str())).collect();
        self.doc(holder.home).append(holder, key, written);
        added
    }

    /// Tells of the names of a list with these numbers; those that are to be taken out.
    pub(super) fn gone_names(
        &mut self,
        (holder, key): (Holder<'a>, &str),
        about: (&str, &str),
        (names, mut gone): (&[String], Vec<usize>),
        kind: DifferenceKind,
    ) -> Vec<usize> {
        let nodes = holder.node.items(key);
        gone.retain(|at| {
            let node = nodes.get(*at).unwrap_or(holder.node);
            self.tell(kind, (holder.home, node), about, "", names[*at].as_str())
        });
        gone
    }

    /// Takes the names with these numbers out of a list.
    pub(super) fn delete_names(&mut self, (holder, key): (Holder<'a>, &str), gone: &[usize]) {
        if let Some((_, list)) = holder.node.entry(key) {
            self.doc(holder.home).edits.delete_items(list, gone);
        }
    }

    fn errors(&mut self, facts: &'a ActionFacts, holder: Holder<'a>) {
        let Some(current) = &self.current else { return };
        let spec = current.spec;
        let nodes = holder.node.items("errors");
        let is_known = |code: &str, list: &[ErrorCode]| list.iter().any(|found| found.code == code);
        let mut news = Vec::new();
        for fact in &facts.action.errors {
            let subject = format!("error {}", fact.code);
            let known = spec.errors.iter().zip(nodes);
            let mut known = known.filter(|(error, _)| error.code == fact.code);
            if let Some((error, node)) = known.next() {
                self.error(error, fact, node, &subject);
            } else if !is_known(&fact.code, &self.service.errors) {
                let site = (Home::Action, holder.node);
                let says = fact.code.as_str();
                if self.tell(DifferenceKind::Added, site, (&subject, ""), says, "") {
                    news.push(Yaml::of(&self.named_as_known(fact.clone())));
                }
            }
        }
        self.doc(Home::Action).append(holder, "errors", news);
        if !facts.whole.errors {
            return;
        }
        for (error, node) in spec.errors.iter().zip(nodes) {
            let is_stated = is_known(&error.code, &facts.action.errors);
            let subject = format!("error {}", error.code);
            let stated = self.was_stated(Home::Action, &subject);
            let is_same = rank(self.base(Home::Action)) == rank(self.origin.evidence);
            let is_gone = stated.unwrap_or(is_same) && self.may_change();
            if !is_stated && error.removed.is_none() && is_gone {
                let holder = Holder::new(Home::Action, node, &shape::ERROR);
                self.remove(holder, (&subject, ""), &error.code);
            }
        }
    }

    fn error(&mut self, spec: &ErrorCode, fact: &ErrorCode, node: &'a Node, subject: &str) {
        let holder = Holder::new(Home::Action, node, &shape::ERROR);
        if spec.removed.is_some() {
            self.restore(holder, (subject, ""), fact.code.as_str());
        }
        if let Some(status) = fact.status.filter(|status| spec.status != Some(*status))
            && (spec.status.is_none() || self.may_change())
        {
            let was = spec.status.map(|status| status.to_string());
            let sides = (status.to_string(), was.unwrap_or_default());
            let (key, value) = ((holder, "status"), Yaml::from(i64::from(status)));
            let about = (subject, "status");
            self.put(DifferenceKind::Changed, key, about, sides, &value);
        }
        // The message of the wire, where the spec has the source's own.
        if let (Some(ours), Some(theirs)) = (&spec.message, &fact.message)
            && ours != theirs
            && self.value_before(Home::Action, subject, "message") == Some(&lock::digest(ours))
        {
            let (key, value) = ((holder, "message"), Yaml::from(theirs.as_str()));
            let (about, sides) = ((subject, "message"), (theirs, ours));
            self.put(DifferenceKind::Beside, key, about, sides, &value);
        }
    }

    /// From what the spec is made: the page, once there is one; its date, once something has changed.
    fn source(&mut self, facts: &'a ActionFacts, root: &'a Node, has_changed: bool) {
        let source = &facts.action.source;
        let is_page = self.origin.evidence == Evidence::Page;
        let Some(found) = root.entry("source").filter(|_| is_page) else {
            return;
        };
        let is_of_page = self.base(Home::Action) == Evidence::Page;
        let doc = self.doc(Home::Action);
        if !is_of_page {
            return doc.edits.set_entry(found, "source", &Yaml::of(source));
        }
        let holder = Holder::new(Home::Action, &found.1, &shape::SOURCE);
        let known = holder.value_of("updated").text();
        if let Some(updated) = source.updated.as_deref().filter(|_| has_changed)
            && known != Some(updated)
        {
            doc.set(holder, "updated", &Yaml::from(updated));
        }
    }
}

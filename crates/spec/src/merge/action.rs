//! An action's own facts: route, rate, regions, permissions, errors, samples, and from what it was made.

use super::difference::Kind;
use super::facts::ActionFacts;
use super::walk::{Direction, Group, Home, Walk, entry, items, order, rank};
use super::yaml::{self, Yaml};
use crate::load::shape;
use crate::lock;
use crate::model::{ErrorCode, Evidence, RateLimit, Removal};
use crate::source::Node;

impl<'a> Walk<'a> {
    /// Merges all facts of the current action.
    pub(super) fn action(&mut self) {
        let Some(current) = &self.current else { return };
        let (spec, facts, root) = (current.spec, current.facts, current.doc.root);
        let before = self.differences.len();
        if spec.removed.is_some() {
            self.restore(Home::Action, root, ("action", ""), spec.action.as_str());
        }
        self.head(facts, root);
        let group = |key, members, direction, is_whole| Group {
            home: Home::Action,
            owner: root,
            key,
            members,
            outline: &shape::ACTION,
            direction,
            is_whole,
        };
        let request = group(
            "request",
            &spec.request,
            Direction::Request,
            facts.whole.request,
        );
        self.members(request, &facts.action.request, "request ");
        let response = group(
            "response",
            &spec.response,
            Direction::Response,
            facts.whole.response,
        );
        self.members(response, &facts.action.response, "response ");
        self.finish_members(Home::Action);
        self.finish_values(Home::Action);
        self.errors(facts, root);
        let has_changed = self.differences[before..]
            .iter()
            .any(|found| found.kind.is_contract());
        self.samples(facts, root);
        self.source(facts, root, has_changed);
    }

    fn head(&mut self, facts: &'a ActionFacts, root: &'a Node) {
        let Some(current) = &self.current else { return };
        let spec = current.spec;
        if facts.states_route {
            let (method, path) = super::route(self.service, spec);
            let method = self.text("method", Some(method), facts.action.method.as_deref(), root);
            let path = self.text("path", Some(path), facts.action.path.as_deref(), root);
            if let (Some(current), Some(method), Some(path)) = (&mut self.current, method, path) {
                current.route = (method, path);
            }
        }
        let rate = |rate: Option<RateLimit>| rate.map(String::from);
        let (ours, theirs) = (rate(spec.rate_limit), rate(facts.action.rate_limit));
        self.text("rate_limit", ours.as_deref(), theirs.as_deref(), root);
        let whole = facts.whole;
        self.texts(
            "permissions",
            &spec.permissions,
            &facts.action.permissions,
            whole.permissions,
            root,
        );
        self.texts(
            "regions",
            &spec.regions,
            &facts.action.regions,
            whole.regions,
            root,
        );
        if let (Some(ours), None) = (&spec.deprecated, &facts.action.deprecated) {
            self.head_gone("deprecated", &ours.doc, Kind::Gone, root);
        }
        let is_told = spec.deprecated.is_some() || self.service.deprecated.is_some();
        if let Some(notice) = facts.action.deprecated.as_ref().filter(|_| !is_told)
            && let Ok(value) = yaml::value(notice)
        {
            let home = (Home::Action, root);
            let what = ("head deprecated", "");
            if self.tell(Kind::Added, home, what, notice.doc.clone(), "") {
                let keys = order(&shape::ACTION);
                let doc = self.doc(Home::Action);
                doc.edits.add_key(root, &keys, "deprecated", &value);
            }
        }
    }

    /// Whether the source may change what the action's file says.
    pub(super) fn may_change(&self) -> bool {
        rank(self.origin.evidence) >= rank(self.base(Home::Action))
    }

    /// Merges a text; the one that the spec will have.
    fn text<'t>(
        &mut self,
        key: &'static str,
        ours: Option<&'t str>,
        theirs: Option<&'t str>,
        root: &'a Node,
    ) -> Option<&'t str> {
        let kind = if key == "rate_limit" {
            Kind::Beside
        } else {
            Kind::Changed
        };
        let Some(fact) = theirs else {
            if let Some(ours) = ours {
                self.head_gone(key, ours, kind, root);
            }
            return ours;
        };
        let is_same = ours == Some(fact);
        if is_same || (ours.is_some() && !self.may_change()) {
            return ours;
        }
        let subject = format!("head {key}");
        let node = entry(root, key).map_or(root, |(_, node)| node);
        let (home, was) = ((Home::Action, node), ours.unwrap_or_default());
        if !self.tell(kind, home, (&subject, ""), fact, was) {
            return ours;
        }
        let value = Yaml::from(fact);
        let doc = self.doc(Home::Action);
        doc.set((root, &shape::ACTION), key, &value);
        Some(fact)
    }

    /// A list of names: what is not named any more is taken out.
    fn texts(
        &mut self,
        key: &'static str,
        ours: &[String],
        theirs: &[String],
        is_whole: bool,
        root: &'a Node,
    ) {
        let subject = format!("head {key}");
        let beside = |kind| {
            if key == "permissions" {
                Kind::Beside
            } else {
                kind
            }
        };
        let mut news: Vec<&String> = theirs.iter().filter(|name| !ours.contains(name)).collect();
        news.retain(|name| {
            let home = (Home::Action, root);
            self.tell(beside(Kind::Added), home, (&subject, ""), name.as_str(), "")
        });
        let written: Vec<Yaml> = news.iter().map(|name| Yaml::from(name.as_str())).collect();
        let doc = self.doc(Home::Action);
        doc.append((root, &shape::ACTION), key, written);
        if !is_whole || theirs.is_empty() || !self.may_change() {
            return;
        }
        let is_known = self.knows_lists();
        let keeps_one = is_known || ours.iter().any(|name| theirs.contains(name));
        let Some((_, list)) = entry(root, key) else {
            return;
        };
        let mut gone = Vec::new();
        for (index, name) in ours.iter().enumerate() {
            // One that a person added stays.
            let is_own = is_known && self.value_before(Home::Action, &subject, name).is_none();
            if is_own || theirs.contains(name) {
                continue;
            }
            let kind = beside(if keeps_one { Kind::Gone } else { Kind::ByHand });
            let node = items(root, key).get(index).unwrap_or(list);
            let home = (Home::Action, node);
            if self.tell(kind, home, (&subject, ""), "", name.as_str()) {
                gone.push(index);
            }
        }
        if keeps_one {
            self.doc(Home::Action).edits.delete_items(list, &gone);
        }
    }

    fn errors(&mut self, facts: &'a ActionFacts, root: &'a Node) {
        let Some(current) = &self.current else { return };
        let spec = current.spec;
        let is_known = |code: &str, list: &[ErrorCode]| list.iter().any(|found| found.code == code);
        let mut news = Vec::new();
        for fact in &facts.action.errors {
            let subject = format!("error {}", fact.code);
            match spec.errors.iter().position(|found| found.code == fact.code) {
                Some(index) => {
                    if let Some(node) = items(root, "errors").get(index) {
                        self.error(&spec.errors[index], fact, node, &subject);
                    }
                }
                None if is_known(&fact.code, &self.service.errors) => {}
                None => {
                    let home = (Home::Action, root);
                    if self.tell(Kind::Added, home, (&subject, ""), fact.code.clone(), "") {
                        news.extend(yaml::value(&self.named_as_known(fact.clone())).ok());
                    }
                }
            }
        }
        let doc = self.doc(Home::Action);
        doc.append((root, &shape::ACTION), "errors", news);
        if !facts.whole.errors {
            return;
        }
        for (error, node) in spec.errors.iter().zip(items(root, "errors")) {
            let is_stated = is_known(&error.code, &facts.action.errors);
            let subject = format!("error {}", error.code);
            let stated = self.was_stated(Home::Action, &subject);
            let is_same = rank(self.base(Home::Action)) == rank(self.origin.evidence);
            let is_gone = stated.unwrap_or(is_same) && self.may_change();
            if is_stated || error.removed.is_some() || !is_gone {
                continue;
            }
            let home = (Home::Action, node);
            if self.tell(Kind::Gone, home, (&subject, ""), "", error.code.clone()) {
                self.remove(Home::Action, node, &shape::ERROR);
            }
        }
    }

    fn error(&mut self, spec: &ErrorCode, fact: &ErrorCode, node: &'a Node, subject: &str) {
        if spec.removed.is_some() {
            self.restore(Home::Action, node, (subject, ""), fact.code.as_str());
        }
        self.status(spec, fact, node, subject);
        self.message(spec, fact, node, subject);
    }

    /// The message of the wire, where the spec has the source's own.
    fn message(&mut self, spec: &ErrorCode, fact: &ErrorCode, node: &'a Node, subject: &str) {
        let (Some(ours), Some(theirs)) = (&spec.message, &fact.message) else {
            return;
        };
        let before = self.value_before(Home::Action, subject, "message");
        if ours == theirs || before != Some(&lock::digest(ours)) {
            return;
        }
        let what = (subject, "message");
        if self.tell(Kind::Beside, (Home::Action, node), what, theirs, ours) {
            let value = Yaml::from(theirs.as_str());
            let doc = self.doc(Home::Action);
            doc.set((node, &shape::ERROR), "message", &value);
        }
    }

    fn status(&mut self, spec: &ErrorCode, fact: &ErrorCode, node: &'a Node, subject: &str) {
        let Some(status) = fact.status.filter(|status| spec.status != Some(*status)) else {
            return;
        };
        if spec.status.is_some() && !self.may_change() {
            return;
        }
        let was = spec
            .status
            .map(|status| status.to_string())
            .unwrap_or_default();
        let home = (Home::Action, node);
        let what = (subject, "status");
        if !self.tell(Kind::Changed, home, what, status.to_string(), was) {
            return;
        }
        let value = Yaml::from(status);
        let doc = self.doc(Home::Action);
        doc.set((node, &shape::ERROR), "status", &value);
    }

    /// Makes a stub what it was again; whether that is merged.
    pub(super) fn restore(
        &mut self,
        home: Home,
        node: &'a Node,
        what: (&str, &str),
        says: impl Into<String>,
    ) -> bool {
        let is_merged = self.tell(Kind::Added, (home, node), what, says, "removed");
        if is_merged {
            self.doc(home).edits.delete_key(node, "removed");
        }
        is_merged
    }

    /// Makes a stub of an object.
    pub(super) fn remove(&mut self, home: Home, node: &'a Node, outline: &'static shape::Object) {
        let removal = Removal {
            since: self.since.clone(),
            doc: None,
        };
        if let Ok(value) = yaml::value(&removal) {
            let doc = self.doc(home);
            doc.edits.add_key(node, &order(outline), "removed", &value);
        }
    }

    /// From what the spec is made: the page, once there is one; its date, once something has changed.
    fn source(&mut self, facts: &'a ActionFacts, root: &'a Node, has_changed: bool) {
        if self.origin.evidence != Evidence::Page {
            return;
        }
        let Some(found) = entry(root, "source") else {
            return;
        };
        let doc_base = self.base(Home::Action);
        let source = &facts.action.source;
        if doc_base == Evidence::Metadata {
            if let Ok(value) = yaml::value(source) {
                self.doc(Home::Action)
                    .edits
                    .set_entry(found, "source", &value);
            }
            return;
        }
        let Some(updated) = source.updated.as_deref().filter(|_| has_changed) else {
            return;
        };
        let known = entry(&found.1, "updated").and_then(|(_, old)| old.text());
        if known != Some(updated) {
            let owner = (&found.1, &shape::SOURCE);
            let value = Yaml::from(updated);
            self.doc(Home::Action).set(owner, "updated", &value);
        }
    }
}

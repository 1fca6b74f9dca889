//! One service: its shared types, its actions, the new ones, and those that are gone.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::Merged;
use super::difference::{Difference, DifferenceKind};
use super::doc::{Doc, MetValues};
use super::facts::{ActionFacts, Direction, Facts};
use super::holder::{Holder, Home, MemberList};
use super::members::placed;
use super::settled::Left;
use super::values::excused;
use super::walk::{Current, Walk, rank};
use super::yaml::Yaml;
use crate::catalog::LoadedService;
use crate::load::{self, ReadFile, SourceFile, shape};
use crate::lock::Stated;
use crate::model::{Action, ErrorCode, Evidence, Location, Service, TypeDef};
use crate::source::Node;
use crate::version::{self, Bump, Version};

/// A file of the service, read.
struct SpecFile<'a> {
    file: &'a SourceFile,
    text: Cow<'a, str>,
    root: &'a Node,
}

impl<'a> SpecFile<'a> {
    fn of(read: &'a ReadFile<'_>) -> Option<Self> {
        Some(Self {
            file: read.file,
            text: load::text_of(&read.file.content),
            root: read.root.as_ref()?,
        })
    }

    fn doc(&'a self, home: Home, outline: &'static shape::Object) -> Doc<'a> {
        let whole = Holder::new(home, self.root, outline);
        Doc::new(&self.file.path, &self.text, whole)
    }

    /// The file with the edits of a document, if there are any.
    fn edited(&self, doc: Doc<'_>) -> Option<SourceFile> {
        Some(self.file.with_text(&doc.finish()?))
    }
}

/// Merges into one service.
pub(super) fn merge(
    loaded: &LoadedService,
    files: &[&ReadFile<'_>],
    facts: &Facts,
    (stated_before, left): (Option<Stated<'_>>, &Left),
    merged: &mut Merged,
) {
    let read: Vec<SpecFile<'_>> = files.iter().filter_map(|file| SpecFile::of(file)).collect();
    let of_path: HashMap<&str, &SpecFile<'_>> = read
        .iter()
        .map(|read| (read.file.path.as_str(), read))
        .collect();
    let service_path = format!("{}/{}", loaded.folder, load::SERVICE_FILE);
    let Some(service_file) = of_path.get(service_path.as_str()) else {
        return;
    };
    let mut walk = walk_of(loaded, service_file, facts, stated_before, left);
    walk.shared_types(facts);
    let mut stated: HashSet<&str> = facts.unread.iter().map(String::as_str).collect();
    for facts in &facts.actions {
        let name = facts.action.action.as_str();
        stated.insert(name);
        if let Some(found) = loaded.action(name) {
            if let Some(file) = of_path.get(found.file.as_str()) {
                merged
                    .files
                    .extend(walk.known_action(&found.action, facts, file));
            }
        } else {
            let path = format!("{}/{name}.yaml", loaded.folder);
            merged.files.push(walk.new_action(facts, path));
        }
    }
    if facts.is_whole {
        for found in &loaded.actions {
            let is_gone = !stated.contains(&*found.action.action) && found.action.removed.is_none();
            if let Some(file) = of_path.get(found.file.as_str()).filter(|_| is_gone) {
                merged.files.extend(walk.gone(&found.action, facts, file));
            }
        }
        if let Some(service) = &facts.service {
            walk.endpoints(service);
        }
        walk.gone_types(facts);
    }
    walk.finish_members(Home::Service);
    walk.finish_values(Home::Service);
    merged.differences.append(&mut walk.differences);
    merged.files.extend(service_file.edited(walk.service_doc));
}

fn walk_of<'a>(
    loaded: &'a LoadedService,
    file: &'a SpecFile<'a>,
    facts: &'a Facts,
    stated_before: Option<Stated<'a>>,
    left: &'a Left,
) -> Walk<'a> {
    let service = &loaded.service;
    let since = Version::parse(&service.package.version).map_or_else(
        |_| service.package.version.clone(),
        |version| version::after(&version, Bump::Minor).to_string(),
    );
    let mut actions = loaded.actions.iter();
    let is_of_metadata = actions.any(|found| base_of(&found.action) == Evidence::Metadata);
    let by_name = service.types.iter().enumerate();
    let shared = facts.types().iter();
    Walk {
        origin: &facts.origin,
        since,
        service,
        service_base: if is_of_metadata {
            Evidence::Metadata
        } else {
            Evidence::Page
        },
        service_doc: file.doc(Home::Service, &shape::SERVICE),
        service_types: by_name
            .map(|(index, found)| (found.name.as_str(), index))
            .collect(),
        shared: shared.map(|found| (found.name.as_str(), found)).collect(),
        renamed: renamed(loaded, facts),
        stated_before,
        left,
        current: None,
        known_codes: known_codes(loaded),
        differences: Vec::new(),
    }
}

fn known_codes(loaded: &LoadedService) -> HashSet<&str> {
    let of_actions = loaded.actions.iter().flat_map(|found| &found.action.errors);
    let all = loaded.service.errors.iter().chain(of_actions);
    all.map(|error| error.code.as_str()).collect()
}

/// Other names for the source's types whose names an action of the spec has for a type of its own: a name
/// means one thing in a service. They are not on the wire.
fn renamed(loaded: &LoadedService, facts: &Facts) -> HashMap<String, String> {
    let types = loaded.actions.iter().flat_map(|found| &found.action.types);
    let own: BTreeSet<&str> = types.map(|found| found.name.as_str()).collect();
    let shared = facts.types().iter().map(|found| found.name.as_str());
    let shared: BTreeSet<&str> = shared.collect();
    let renamed = |name: &str| {
        let mut numbered = (2..1002).map(|number| format!("{name}{number}"));
        let is_free = |free: &String| !own.contains(&**free) && !shared.contains(&**free);
        Some((name.to_owned(), numbered.find(is_free)?))
    };
    let taken = shared.intersection(&own);
    taken.filter_map(|name| renamed(name)).collect()
}

impl<'a> Walk<'a> {
    /// Merges into an action that the spec has; the file, if it says something else now.
    fn known_action(
        &mut self,
        spec: &'a Action,
        facts: &'a ActionFacts,
        file: &'a SpecFile<'a>,
    ) -> Option<SourceFile> {
        self.current = Some(Current {
            spec,
            facts,
            doc: file.doc(Home::Action, &shape::ACTION),
            base: base_of(spec),
            route: self.service.route(spec),
        });
        self.action();
        file.edited(self.current.take()?.doc)
    }

    /// What a shared type of the source is called here.
    fn name_here<'n>(&'n self, fact: &'n TypeDef) -> &'n str {
        self.renamed.get(&fact.name).unwrap_or(&fact.name)
    }

    /// The types that the source's actions share, by name.
    fn shared_types(&mut self, facts: &'a Facts) {
        for fact in facts.types() {
            if let Some((_, spec, node)) = self.spec_type(self.name_here(fact)) {
                let holder = Holder::new(Home::Service, node, &shape::TYPE);
                self.shared_type(spec, fact, holder, format!("type {}", fact.name));
            }
        }
    }

    fn shared_type(
        &mut self,
        spec: &'a TypeDef,
        fact: &'a TypeDef,
        holder: Holder<'a>,
        subject: String,
    ) {
        if spec.removed.is_some() {
            self.restore(holder, (&subject, ""), fact.name.as_str());
        }
        if let (Some(members), Some(theirs)) = (&spec.fields, &fact.fields) {
            let list = MemberList {
                holder,
                key: "fields",
                members,
                direction: Direction::Either,
                is_whole: true,
            };
            self.members(list, theirs, &subject);
        } else if let (Some(values), Some(theirs)) = (&spec.values, &fact.values) {
            let met = MetValues {
                holder,
                values,
                evidence: Evidence::Metadata,
                excused: excused(&spec.conflict),
                path: subject,
                type_name: Some(&spec.name),
                stated: theirs.clone(),
                prose: String::new(),
            };
            let at = holder.node.bytes.start;
            self.service_doc.met_values.insert(at, met);
        }
    }

    /// A file for an action that the spec does not have.
    fn new_action(&mut self, facts: &'a ActionFacts, path: String) -> SourceFile {
        let own = &facts.action.types;
        let mut action = facts.action.clone();
        let route = self.service.route(&facts.action);
        for member in &mut action.request {
            let usual = self.service.usual_location(route, &member.name);
            *member = placed(member.clone(), usual);
        }
        for member in &mut action.response {
            *member = placed(member.clone(), Location::Body);
        }
        self.declare_types(&mut action.request, Home::Service, own);
        self.declare_types(&mut action.response, Home::Service, own);
        let is_shared_type = |name: &str| self.service_types.contains_key(name);
        action.types.retain(|found| !is_shared_type(&found.name));
        for declared in &mut action.types {
            let fields = declared.fields.as_deref_mut();
            self.declare_types(fields.unwrap_or_default(), Home::Service, own);
        }
        without_usual_route(self.service, &mut action);
        let shared = &self.service.errors;
        let is_shared = |code: &str| shared.iter().any(|known| known.code == code);
        action.errors.retain(|error| !is_shared(&error.code));
        let errors = std::mem::take(&mut action.errors).into_iter();
        action.errors = errors.map(|error| self.named_as_known(error)).collect();
        let mut value = Yaml::of(&action);
        if let Yaml::Mapping(map) = &mut value {
            // Lists that are empty and mean nothing.
            map.retain(|(_, value)| *value != Yaml::Sequence(Vec::new()));
        }
        self.differences.push(Difference {
            kind: DifferenceKind::Added,
            file: path.clone(),
            line: 1,
            subject: format!("action {}", action.action),
            source: self.origin.word(),
            lines: None,
            says: action.action,
            spec: String::new(),
            why: None,
        });
        SourceFile::new(path, super::text_of("action", &value))
    }

    /// An error code that is added: one that the service has keeps the name that it has there.
    pub(super) fn named_as_known(&self, mut error: ErrorCode) -> ErrorCode {
        if self.known_codes.contains(error.code.as_str()) {
            error.rename = None;
        }
        error
    }

    /// An action's stub, once the source has it no more.
    fn gone(
        &mut self,
        spec: &'a Action,
        facts: &'a Facts,
        file: &'a SpecFile<'a>,
    ) -> Option<SourceFile> {
        let base = base_of(spec);
        let was_stated = self.stated_before.map(|before| before.knows(&spec.action));
        if !was_stated.unwrap_or(true) || rank(base) != rank(facts.origin.evidence) {
            return None;
        }
        let mut doc = file.doc(Home::Service, &shape::ACTION);
        std::mem::swap(&mut doc, &mut self.service_doc);
        self.remove(self.service_doc.whole, ("action", ""), &spec.action);
        std::mem::swap(&mut doc, &mut self.service_doc);
        file.edited(doc)
    }

    /// Stubs of shared types that the source has no more.
    fn gone_types(&mut self, facts: &'a Facts) {
        if facts.origin.evidence != Evidence::Metadata {
            return;
        }
        let names = facts
            .types()
            .iter()
            .map(|found| self.name_here(found).to_owned());
        let names: HashSet<String> = names.collect();
        let nodes = self.service_doc.whole.node.items("types");
        for (spec, node) in self.service.types.iter().zip(nodes) {
            let subject = format!("type {}", spec.name);
            let stated = self.was_stated(Home::Service, &subject);
            let is_gone = !names.contains(&spec.name)
                && spec.removed.is_none()
                && spec.evidence == Evidence::Page
                && stated.unwrap_or(self.service_base == Evidence::Metadata);
            // One whose fields are inline in the source now is led to by a member, and is here to stay.
            if is_gone && !self.is_met(node) {
                let holder = Holder::new(Home::Service, node, &shape::TYPE);
                self.remove(holder, (&subject, ""), &spec.name);
            }
        }
    }
}

/// Leaves out a method and a path that the protocol or the service implies. By resources both are said.
pub(crate) fn without_usual_route(service: &Service, action: &mut Action) {
    if service.protocol().is_rest() {
        return;
    }
    let bare = Action {
        method: None,
        path: None,
        ..action.clone()
    };
    let (method, path) = service.route(&bare);
    action.method = action.method.take().filter(|own| own != method);
    action.path = action.path.take().filter(|own| own != path);
}

/// From what an action's file was made.
pub(crate) fn base_of(spec: &Action) -> Evidence {
    if spec.source.is_inventory() {
        Evidence::Metadata
    } else {
        Evidence::Page
    }
}

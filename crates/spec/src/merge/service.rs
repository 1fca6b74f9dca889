//! One service: its shared types, its actions, the new ones, and those that are gone.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::difference::{Difference, Kind};
use super::facts::{ActionFacts, Facts};
use super::settled::Left;
use super::walk::{
    Current, Direction, Doc, Group, Home, MetValues, Walk, items, outline_of_type, rank,
};
use super::{Merged, yaml};
use crate::catalog::LoadedService;
use crate::load::{self, ReadFile, SourceFile, shape};
use crate::lock::Stated;
use crate::model::{Action, ErrorCode, Evidence, Location, Member, Service, TypeDef, TypeRef};
use crate::source::Node;
use crate::version::{self, Bump, Version};

/// A file of the service, read.
struct Read<'a> {
    path: &'a str,
    has_mark: bool,
    text: Cow<'a, str>,
    root: &'a Node,
}

/// Merges into one service.
pub(super) fn merge(
    loaded: &LoadedService,
    files: &[&ReadFile<'_>],
    facts: &Facts,
    (stated_before, left): (Option<&Stated>, &Left),
    merged: &mut Merged,
) {
    let read: Vec<Read<'_>> = files.iter().filter_map(|file| read(file)).collect();
    let of_path: HashMap<&str, &Read<'_>> = read.iter().map(|file| (file.path, file)).collect();
    let service_path = format!("{}/{}", loaded.folder, load::SERVICE_FILE);
    let Some(service_file) = of_path.get(service_path.as_str()) else {
        return;
    };
    let mut walk = walk_of(loaded, service_file, facts, stated_before, left);
    let stated: HashSet<&str> = facts
        .actions
        .iter()
        .map(|facts| facts.action.action.as_str())
        .chain(facts.unread.iter().map(String::as_str))
        .collect();
    let known: HashMap<&str, usize> = loaded
        .actions
        .iter()
        .enumerate()
        .map(|(index, found)| (found.action.action.as_str(), index))
        .collect();
    walk.shared_types(facts);
    for facts in &facts.actions {
        if let Some(index) = known.get(facts.action.action.as_str()) {
            let found = &loaded.actions[*index];
            let Some(file) = of_path.get(found.file.as_str()) else {
                continue;
            };
            walk.begin(&found.action, facts, file);
            walk.action();
            walk.end(file, &mut merged.files);
        } else {
            let path = format!("{}/{}.yaml", loaded.folder, facts.action.action);
            merged.files.extend(walk.new_action(facts, path));
        }
    }
    if facts.is_whole {
        for found in &loaded.actions {
            let is_gone =
                !stated.contains(found.action.action.as_str()) && found.action.removed.is_none();
            if let Some(file) = of_path.get(found.file.as_str()).filter(|_| is_gone) {
                walk.gone(&found.action, facts, file, &mut merged.files);
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
    if let Some(text) = walk.service_doc.finish(&shape::SERVICE) {
        merged.files.push(service_file.with(&text));
    }
}

fn read<'a>(read: &'a ReadFile<'_>) -> Option<Read<'a>> {
    let content = &read.file.content;
    Some(Read {
        path: &read.file.path,
        has_mark: content.starts_with(b"\xEF\xBB\xBF"),
        text: load::text_of(content),
        root: read.root.as_ref()?,
    })
}

impl Read<'_> {
    /// The file with another text.
    fn with(&self, text: &str) -> SourceFile {
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        SourceFile::new(self.path, format!("{mark}{text}"))
    }
}

fn walk_of<'a>(
    loaded: &'a LoadedService,
    file: &'a Read<'a>,
    facts: &'a Facts,
    stated_before: Option<&'a Stated>,
    left: &'a Left,
) -> Walk<'a> {
    let service = &loaded.service;
    let since = Version::parse(&service.package.version).map_or_else(
        |_| service.package.version.clone(),
        |version| version::after(&version, Bump::Minor).to_string(),
    );
    let by_name = service.types.iter().enumerate();
    Walk {
        origin: &facts.origin,
        since,
        service,
        service_base: if loaded
            .actions
            .iter()
            .any(|found| base_of(&found.action) == Evidence::Metadata)
        {
            Evidence::Metadata
        } else {
            Evidence::Page
        },
        service_doc: Doc::new(file.path, &file.text, file.root),
        service_types: by_name
            .map(|(index, found)| (found.name.as_str(), index))
            .collect(),
        shared: facts
            .types()
            .iter()
            .map(|found| (found.name.as_str(), found))
            .collect(),
        renamed: renamed(loaded, facts),
        stated_before,
        left,
        current: None,
        met: Vec::new(),
        met_values: Vec::new(),
        met_at: HashMap::new(),
        values_at: HashMap::new(),
        visited: HashSet::new(),
        stated_keys: HashSet::new(),
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
    let shared: BTreeSet<&str> = facts
        .types()
        .iter()
        .map(|found| found.name.as_str())
        .collect();
    let mut names = HashMap::new();
    for name in shared.iter().filter(|name| own.contains(*name)) {
        let numbered = (2_u32..).map(|number| format!("{name}{number}"));
        let free = numbered
            .take(1000)
            .find(|free| !own.contains(free.as_str()) && !shared.contains(free.as_str()));
        if let Some(free) = free {
            names.insert((*name).to_owned(), free);
        }
    }
    names
}

impl<'a> Walk<'a> {
    fn begin(&mut self, spec: &'a Action, facts: &'a ActionFacts, file: &'a Read<'a>) {
        let base = base_of(spec);
        self.current = Some(Current {
            spec,
            facts,
            doc: Doc::new(file.path, &file.text, file.root),
            base,
            route: super::route(self.service, spec),
        });
    }

    fn end(&mut self, file: &Read<'_>, files: &mut Vec<SourceFile>) {
        let Some(current) = self.current.take() else {
            return;
        };
        if let Some(text) = current.doc.finish(&shape::ACTION) {
            files.push(file.with(&text));
        }
    }

    /// The types that the source's actions share, by name.
    fn shared_types(&mut self, facts: &'a Facts) {
        for fact in facts.types() {
            let name = self.renamed.get(&fact.name).unwrap_or(&fact.name);
            let Some(index) = self.service_types.get(name.as_str()).copied() else {
                continue;
            };
            let spec = &self.service.types[index];
            let Some(node) = items(self.service_doc.root, "types").get(index) else {
                continue;
            };
            let subject = format!("type {}", fact.name);
            self.shared_type(spec, fact, node, &subject);
        }
    }

    fn shared_type(&mut self, spec: &'a TypeDef, fact: &'a TypeDef, node: &'a Node, subject: &str) {
        if spec.removed.is_some() {
            self.restore(Home::Service, node, (subject, ""), fact.name.as_str());
        }
        match (&spec.fields, &fact.fields, &spec.values, &fact.values) {
            (Some(ours), Some(theirs), ..) => {
                let group = Group {
                    home: Home::Service,
                    owner: node,
                    key: "fields",
                    members: ours,
                    outline: outline_of_type(),
                    direction: Direction::Either,
                    is_whole: true,
                };
                self.members(group, theirs, subject);
            }
            (.., Some(ours), Some(theirs)) => self.met_values.push(MetValues {
                home: Home::Service,
                owner: node,
                outline: outline_of_type(),
                values: ours,
                evidence: Evidence::Metadata,
                excused: BTreeSet::new(),
                path: subject.to_owned(),
                type_name: Some(&spec.name),
                stated: theirs.clone(),
                prose: String::new(),
            }),
            _ => {}
        }
    }

    /// A file for an action that the spec does not have.
    fn new_action(&mut self, facts: &'a ActionFacts, path: String) -> Option<SourceFile> {
        let own = &facts.action.types;
        let mut action = facts.action.clone();
        let request = std::mem::take(&mut action.request)
            .into_iter()
            .map(|member| {
                let route = super::route(self.service, &facts.action);
                let usual = super::usual_location(self.service, route, &member.name);
                self.resolved(placed(member, usual), own)
            });
        action.request = request.collect();
        let response = std::mem::take(&mut action.response).into_iter();
        let response = response.map(|member| self.resolved(placed(member, Location::Body), own));
        action.response = response.collect();
        let errors = std::mem::take(&mut action.errors).into_iter();
        action.errors = errors.map(|error| self.named_as_known(error)).collect();
        action
            .types
            .retain(|found| !self.service_types.contains_key(found.name.as_str()));
        for declared in &mut action.types {
            let fields = declared.fields.take();
            declared.fields = fields.map(|fields| {
                let fields = fields.into_iter().map(|field| self.resolved(field, own));
                fields.collect()
            });
        }
        without_usual_route(self.service, &mut action);
        let shared = &self.service.errors;
        let is_shared = |code: &str| shared.iter().any(|known| known.code == code);
        action.errors.retain(|error| !is_shared(&error.code));
        let mut value = yaml::value(&action).ok()?;
        tidy(&mut value);
        self.differences.push(Difference {
            kind: Kind::Added,
            file: path.clone(),
            line: 1,
            subject: format!("action {}", action.action),
            source: self.origin.word(),
            lines: None,
            says: action.action.clone(),
            spec: String::new(),
            why: None,
        });
        Some(SourceFile::new(path, super::text_of("action", &value)))
    }

    /// An error code that is added: one that the service has keeps the name that it has there.
    pub(super) fn named_as_known(&self, mut error: ErrorCode) -> ErrorCode {
        if self.known_codes.contains(error.code.as_str()) {
            error.rename = None;
        }
        error
    }

    /// A member of a new action, whose types are declared: by the action itself, by the service, or now.
    fn resolved(&mut self, mut member: Member, own: &'a [TypeDef]) -> Member {
        if let TypeRef::Named(name) = member.type_ref.leaf()
            && !own.iter().any(|found| found.name == *name)
        {
            member = self.known(member, Home::Service);
        }
        let fields = member.fields.take();
        member.fields = fields.map(|fields| {
            let fields = fields.into_iter().map(|field| self.resolved(field, own));
            fields.collect()
        });
        member
    }

    /// An action's stub, once the source has it no more.
    fn gone(
        &mut self,
        spec: &'a Action,
        facts: &'a Facts,
        file: &'a Read<'a>,
        files: &mut Vec<SourceFile>,
    ) {
        let base = base_of(spec);
        let stated = self
            .stated_before
            .map(|before| before.subjects.contains_key(&spec.action));
        let is_gone = stated.unwrap_or(true) && rank(base) == rank(facts.origin.evidence);
        if !is_gone {
            return;
        }
        let mut doc = Doc::new(file.path, &file.text, file.root);
        std::mem::swap(&mut doc, &mut self.service_doc);
        let what = ("action", "");
        let home = (Home::Service, file.root);
        if self.tell(Kind::Gone, home, what, "", spec.action.clone()) {
            self.remove(Home::Service, file.root, &shape::ACTION);
        }
        std::mem::swap(&mut doc, &mut self.service_doc);
        if let Some(text) = doc.finish(&shape::ACTION) {
            files.push(file.with(&text));
        }
    }

    /// Stubs of shared types that the source has no more.
    fn gone_types(&mut self, facts: &'a Facts) {
        if facts.origin.evidence != Evidence::Metadata {
            return;
        }
        let names: HashSet<String> = facts
            .types()
            .iter()
            .map(|found| self.renamed.get(&found.name).unwrap_or(&found.name).clone())
            .collect();
        for (index, spec) in self.service.types.iter().enumerate() {
            let subject = format!("type {}", spec.name);
            let is_gone = !names.contains(&spec.name)
                && spec.removed.is_none()
                && spec.evidence == Evidence::Page
                && self
                    .was_stated(Home::Service, &subject)
                    .unwrap_or(self.service_base == Evidence::Metadata);
            // One whose fields are inline in the source now is led to by a member, and is here to stay.
            let Some(node) = items(self.service_doc.root, "types")
                .get(index)
                .filter(|node| is_gone && !self.is_met(node))
            else {
                continue;
            };
            let home = (Home::Service, node);
            if self.tell(Kind::Gone, home, (&subject, ""), "", spec.name.clone()) {
                self.remove(Home::Service, node, outline_of_type());
            }
        }
    }
}

/// Leaves out a method and a path that the protocol or the service implies. By resources both are said.
fn without_usual_route(service: &Service, action: &mut Action) {
    let protocol = service.protocols.first();
    if protocol.is_some_and(|protocol| protocol.is_rest()) {
        return;
    }
    let bare = Action {
        method: None,
        path: None,
        ..action.clone()
    };
    let (method, path) = super::route(service, &bare);
    action.method = action.method.take().filter(|own| own != method);
    action.path = action.path.take().filter(|own| own != path);
}

/// A member without its place, where that is the usual one.
fn placed(member: Member, usual: Location) -> Member {
    Member {
        location: member.location.filter(|place| *place != usual),
        ..member
    }
}

/// From what an action's file was made.
pub(crate) fn base_of(spec: &Action) -> Evidence {
    if spec.source.is_inventory() {
        Evidence::Metadata
    } else {
        Evidence::Page
    }
}

/// Takes out what is empty and has no meaning.
fn tidy(value: &mut yaml::Yaml) {
    let yaml::Yaml::Mapping(map) = value else {
        return;
    };
    for key in ["request", "response"] {
        let is_empty = map
            .get(key)
            .and_then(yaml::Yaml::as_sequence)
            .is_some_and(Vec::is_empty);
        if is_empty {
            map.remove(key);
        }
    }
}

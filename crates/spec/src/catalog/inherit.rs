//! What a service inherits from its provider: error codes, docs of members, the vendor's explorer.
//!
//! The nearest wins: what an action or a service says itself, then what `provider.yaml` says of a protocol
//! that the service speaks, then what it says of all. The loader applies it once everything is checked, so
//! that whoever looks at a service sees it as if it stood there.

use std::collections::HashMap;

use crate::catalog::LoadedService;
use crate::model::{Action, ErrorCode, Member, Protocol, ProtocolSpec, ProviderSpec};

/// The words in braces that an explorer's address may have, each with what it stands for.
pub(crate) const EXPLORER_WORDS: [&str; 4] = ["product", "PRODUCT", "version", "action"];

impl ProviderSpec {
    /// The error codes that a service of these protocols inherits, the nearest first. A code may come twice;
    /// the first one counts.
    pub fn errors_of(&self, protocols: &[Protocol]) -> impl Iterator<Item = &ErrorCode> {
        let of_protocols = self.of(protocols).flat_map(|own| &own.errors);
        of_protocols.chain(&self.errors)
    }

    /// The explorer's address that a service of these protocols inherits.
    pub fn explorer_of(&self, protocols: &[Protocol]) -> Option<&str> {
        let mut of_protocols = self.of(protocols);
        let nearest = of_protocols.find_map(|own| own.explorer.as_deref());
        nearest.or(self.explorer.as_deref())
    }

    /// What is said of protocols, in their order.
    fn of(&self, protocols: &[Protocol]) -> impl Iterator<Item = &ProtocolSpec> {
        protocols
            .iter()
            .filter_map(|wanted| self.protocols.iter().find(|own| own.protocol == *wanted))
    }
}

impl LoadedService {
    /// Puts in what the service and its actions inherit and do not say themselves. Doing it again changes
    /// nothing.
    pub fn inherit(&mut self, from: Option<&ProviderSpec>) {
        if let Some(from) = from {
            let service = &mut self.service;
            for error in from.errors_of(&service.protocols) {
                if !service.errors.iter().any(|own| own.code == error.code) {
                    service.errors.push(error.clone());
                }
            }
            if service.explorer.is_none() {
                service.explorer = from.explorer_of(&service.protocols).map(str::to_owned);
            }
        }
        let glossary = Glossary::of(self, from);
        if glossary.docs.is_empty() {
            return;
        }
        let actions = self.actions.iter_mut().map(|loaded| &mut loaded.action);
        for action in actions {
            glossary.explain(&mut action.request);
            glossary.explain(&mut action.response);
            for declared in &mut action.types {
                glossary.explain(declared.fields.as_deref_mut().unwrap_or_default());
            }
        }
        for declared in &mut self.service.types {
            glossary.explain(declared.fields.as_deref_mut().unwrap_or_default());
        }
    }

    /// Where the vendor lets people try an action in a browser; `None` where no such place is known.
    pub fn explorer(&self, action: &Action) -> Option<String> {
        let service = &self.service;
        let mut address = service.explorer.clone()?;
        let product = service.product.as_str();
        let capitals = product.to_uppercase();
        let values = [
            Some(product),
            Some(capitals.as_str()),
            service.version.as_deref(),
            Some(action.action.as_str()),
        ];
        for (word, value) in EXPLORER_WORDS.iter().zip(values) {
            let place = format!("{{{word}}}");
            if address.contains(&place) {
                address = address.replace(&place, value?);
            }
        }
        Some(address)
    }
}

/// Docs by the names of members.
struct Glossary {
    docs: HashMap<String, String>,
}

impl Glossary {
    fn of(service: &LoadedService, provider: Option<&ProviderSpec>) -> Self {
        let own = service.service.glossary.iter();
        let inherited = provider.map(|provider| &provider.glossary);
        let mut docs = HashMap::new();
        for (name, doc) in own.chain(inherited.into_iter().flatten()) {
            docs.entry(glossary_key(name))
                .or_insert_with(|| doc.clone());
        }
        Self { docs }
    }

    fn explain(&self, members: &mut [Member]) {
        for member in members {
            if member.doc.is_none() {
                member.doc = self.docs.get(&glossary_key(&member.name)).cloned();
            }
            self.explain(member.fields.as_deref_mut().unwrap_or_default());
        }
    }
}

/// A member's name as a glossary knows it: `InstanceId`, `instance_id` and `instance-id` are one.
pub(crate) fn glossary_key(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use crate::{Catalog, SourceFile};

    const PROVIDER: &str = "provider: tencent\n\
        explorer: https://example.com/{PRODUCT}/{product}/{version}?{action}\n\
        glossary: { instance-id: The instance., Limit: Rows to return., of_service: Unused. }\n\
        errors:\n\
        - { code: Busy, doc: Everybody waits., class: throttling }\n\
        - { code: Lost, doc: It is lost., class: not-found }\n\
        protocols:\n\
        - protocol: tencent-tc3\n\
        \x20 errors: [{ code: Busy, doc: Wait., class: throttling }]\n\
        - { protocol: tencent-qcloud-v2, explorer: 'https://example.com/old/{action}' }\n";

    const ACTION: &str = "action: List\nsummary: Lists.\nsource: { title: List }\naccess: read\n\
        request:\n\
        - { name: InstanceId, type: string }\n\
        - { name: limit, type: integer, doc: Own words. }\n\
        - name: OfService\n\
        \x20 type: object\n\
        \x20 fields: [{ name: instance_id, type: string }]\n\
        response: [{ name: Rows, type: list<Row> }]\n\
        types: [{ name: Row, fields: [{ name: LIMIT, type: integer }] }]\n";

    fn catalog(protocol: &str, more: &str) -> Catalog {
        let service = format!(
            "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\nversion: '1'\n\
             protocols: [{protocol}]\ncrate: {{ name: cloudwright-tencent-x, version: 0.1.0 }}\n\
             endpoints: {{ default: x.example.com }}\n{more}"
        );
        let files = [
            SourceFile::new("tencent/provider.yaml", PROVIDER),
            SourceFile::new("tencent/x/service.yaml", service),
            SourceFile::new("tencent/x/List.yaml", ACTION),
        ];
        Catalog::load(files)
            .unwrap_or_else(|report| panic!("{report}"))
            .0
    }

    #[test]
    fn the_nearest_says_what_an_error_means() {
        for (protocol, more, expected) in [
            ("tencent-tc3", "", ["Busy: Wait.", "Lost: It is lost."]),
            (
                "tencent-qcloud-v2",
                "",
                ["Busy: Everybody waits.", "Lost: It is lost."],
            ),
            (
                "tencent-tc3",
                "errors: [{ code: Lost, doc: Look again., class: not-found }]\n",
                ["Lost: Look again.", "Busy: Wait."],
            ),
        ] {
            let catalog = catalog(protocol, more);
            let errors = catalog.services[0].service.errors.iter();
            let told: Vec<String> = errors
                .map(|error| format!("{}: {}", error.code, error.doc.as_deref().unwrap()))
                .collect();
            assert_eq!(told, expected, "{protocol} {more}");
        }
    }

    #[test]
    fn members_without_docs_are_explained_whatever_their_names_are_written_like() {
        let catalog = catalog("tencent-tc3", "glossary: { OFSERVICE: Nearer. }\n");
        let action = &catalog.services[0].actions[0].action;
        let docs: Vec<&str> = action
            .request
            .iter()
            .chain(action.request[2].fields.iter().flatten())
            .chain(action.types[0].fields.iter().flatten())
            .map(|member| member.doc.as_deref().unwrap())
            .collect();
        let expected = [
            "The instance.",
            "Own words.",
            "Nearer.",
            "The instance.",
            "Rows to return.",
        ];
        assert_eq!(docs, expected);
        assert_eq!(action.response[0].doc, None);
    }

    #[test]
    fn an_action_has_an_address_in_the_vendors_explorer() {
        for (protocol, more, expected) in [
            ("tencent-tc3", "", "https://example.com/X/x/1?List"),
            ("tencent-qcloud-v2", "", "https://example.com/old/List"),
            (
                "tencent-tc3",
                "explorer: 'https://x.example.com/{action}'\n",
                "https://x.example.com/List",
            ),
        ] {
            let catalog = catalog(protocol, more);
            let service = &catalog.services[0];
            let address = service.explorer(&service.actions[0].action);
            assert_eq!(address.as_deref(), Some(expected));
        }
        let mut catalog = catalog("tencent-tc3", "");
        let service = &mut catalog.services[0];
        service.service.version = None;
        assert_eq!(service.explorer(&service.actions[0].action), None);
    }

    #[test]
    fn inheriting_again_changes_nothing() {
        let catalog = catalog("tencent-tc3", "");
        let mut again = catalog.services[0].clone();
        again.inherit(catalog.providers.get("tencent"));
        assert_eq!(again, catalog.services[0]);
    }
}

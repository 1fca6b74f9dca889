//! Checks of `provider.yaml`, and of what services inherit: explorers, glossaries, errors that are copied.

use std::collections::{BTreeMap, HashMap};

use crate::check::word::is_web_address;
use crate::check::{Checker, service};
use crate::diagnostic::Code;
use crate::finding::{Finding, Place};
use crate::inherit::{EXPLORER_WORDS, glossary_key};
use crate::model::{ErrorCode, ProviderSpec};

/// Checks what a provider's services share.
pub(super) fn check(checker: &mut Checker<'_>, folder: &str, provider: &ProviderSpec) {
    let root = &Place::ROOT;
    if provider.provider.as_str() != folder {
        let message = format!("`{}` in the folder of `{folder}`", provider.provider);
        checker.say(Code::Misplaced, root.key("provider").value(), message);
    }
    explorer(checker, provider.explorer.as_deref(), &root.key("explorer"));
    service::errors(checker, &provider.errors, &root.key("errors"));
    glossary(checker, &provider.glossary);
    let protocols = &root.key("protocols");
    for (index, own) in provider.protocols.iter().enumerate() {
        let at = protocols.index(index);
        if own.protocol.provider() != provider.provider {
            let message = format!("a protocol of `{}`", own.protocol.provider());
            checker.say(Code::BadProtocol, at.key("protocol").value(), message);
        }
        explorer(checker, own.explorer.as_deref(), &at.key("explorer"));
        service::errors(checker, &own.errors, &at.key("errors"));
    }
    let names = provider.protocols.iter().map(|own| own.protocol.as_str());
    checker.no_twice(names, "the protocol", protocols, Some("protocol"));
}

/// Checks the address of an explorer: one that leads to an action, and has no words of which nothing is known.
pub(super) fn explorer(checker: &mut Checker<'_>, address: Option<&str>, place: &Place<'_>) {
    let Some(address) = address else { return };
    let mut bare = address.to_owned();
    for word in EXPLORER_WORDS {
        bare = bare.replace(&format!("{{{word}}}"), word);
    }
    if let Some((_, rest)) = bare.split_once('{') {
        let word = rest.split('}').next().unwrap_or_default();
        let message = format!("`{{{word}}}` stands for nothing");
        let finding = checker
            .error(Code::BadText, place.value(), message)
            .did_you_mean(word, EXPLORER_WORDS);
        checker.push(finding);
    } else if !is_web_address(&bare) || bare.contains(['(', ')']) {
        checker.say(Code::BadText, place.value(), "this is no web address");
    } else if !address.contains("{action}") {
        let message = "the address is the same for all actions; `{action}` stands for the action";
        checker.say(Code::BadText, place.value(), message);
    }
}

/// Checks a glossary: names and texts, each name in one spelling.
pub(super) fn glossary(checker: &mut Checker<'_>, glossary: &BTreeMap<String, String>) {
    let place = Place::ROOT.key("glossary");
    let mut first: HashMap<String, &str> = HashMap::new();
    for (name, doc) in glossary {
        let at = place.key(name);
        checker.wire_name(name, &at);
        checker.text(Some(doc), &at);
        if let Some(earlier) = first.insert(glossary_key(name), name) {
            let message = format!("`{name}` is `{earlier}` in another spelling");
            let finding = checker
                .error(Code::DuplicateName, at.name(), message)
                .label(checker.file, place.key(earlier).name(), "the other one");
            checker.push(finding);
        }
    }
}

/// Tells of errors of a service that say what it inherits anyway.
pub(super) fn copied(checker: &mut Checker<'_>, provider: Option<&ProviderSpec>) {
    let Some(provider) = provider else { return };
    let own = &checker.loaded.service;
    let inherited = |code: &str| -> Option<&ErrorCode> {
        let mut all = provider.errors_of(&own.protocols);
        all.find(|error| error.code == code)
    };
    let place = Place::ROOT.key("errors");
    for (index, error) in own.errors.iter().enumerate() {
        if inherited(&error.code) == Some(error) {
            let message = format!("`provider.yaml` says all of this of `{}`", error.code);
            let at = place.index(index).key("code").value();
            let finding = Finding::warning(Code::Copied, checker.file, at, message);
            checker.push(finding.help("leave it out: what services share is inherited"));
        }
    }
}

//! Checks of what providers and services both may say, and services inherit: explorers and glossaries.

use std::collections::{BTreeMap, HashMap};

use crate::catalog::{EXPLORER_WORDS, glossary_key};
use crate::check::checker::Checker;
use crate::check::word::is_web_address;
use crate::diagnostic::{Code, Place};

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
        let finding = checker.say(Code::BadText, place, message);
        finding.did_you_mean(word, EXPLORER_WORDS);
    } else if !is_web_address(&bare) || bare.contains(['(', ')']) {
        checker.say(Code::BadText, place, "this is no web address");
    } else if !address.contains("{action}") {
        let message = "the address is the same for all actions; `{action}` stands for the action";
        checker.say(Code::BadText, place, message);
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
            let finding = checker.say(Code::DuplicateName, at.name(), message);
            finding.beside(place.key(earlier).name(), "the other one");
        }
    }
}

//! Checks of `service.yaml`: ids and packages, protocols, hosts, regions, errors.

use cloudwright_vocabulary::protocol::Need;

use crate::check::checker::Checker;
use crate::check::rename::{self, Case};
use crate::check::word::{is_host, is_kebab, is_version, is_visible};
use crate::check::{inherited, removal, types};
use crate::diagnostic::{At, Code, Place};
use crate::model::{Deprecation, ErrorCode, Service};

/// Checks what a service says of itself.
pub(super) fn check(checker: &mut Checker<'_>) {
    let service = &checker.loaded.service;
    let root = &Place::ROOT;
    identity(checker, service);
    protocols(checker, service);
    endpoints(checker, service);
    checker.text(Some(&service.title), &root.key("title"));
    deprecation(
        checker,
        service.deprecated.as_ref(),
        &root.key("deprecated"),
    );
    if let Some(path) = &service.path {
        super::location::path_template(checker, path, &root.key("path"));
    }
    if let Some(envelope) = &service.envelope {
        checker.wire_name(envelope, &root.key("envelope"));
    }
    regions(checker, &service.regions, &root.key("regions"));
    let explorer = service.explorer.as_deref();
    inherited::explorer(checker, explorer, &root.key("explorer"));
    errors(checker, &service.errors, &root.key("errors"));
    inherited::glossary(checker, &service.glossary);
    types::check(checker, &service.types, &root.key("types"));
    if !checker.is_whole {
        return;
    }
    if checker.loaded.actions.is_empty() {
        let message = format!("`{}` has no actions", service.service);
        checker.warn(Code::Misplaced, root.key("service"), message);
    } else {
        types::unused(checker, &service.types);
    }
}

fn identity(checker: &mut Checker<'_>, service: &Service) {
    let root = &Place::ROOT;
    let (provider, folder) = checker.loaded.folder.split_once('/').unwrap_or_default();
    if service.provider.as_str() != provider {
        let its = service.provider;
        let message = format!("a service of `{its}` in the folder of `{provider}`");
        checker.say(Code::Misplaced, root.key("provider"), message);
    }
    let id = format!("{provider}-{folder}");
    if service.service != id {
        let message = format!("the service in `{provider}/{folder}` must be `{id}`");
        checker.say(Code::BadName, root.key("service"), message);
    } else if !is_kebab(&id) {
        let message = format!("`{id}` is no id: small letters, digits, and hyphens between them");
        checker.say(Code::BadName, root.key("service"), message);
    }
    let place = root.key("crate");
    let name = service.package.name.as_str();
    let is_named = match name.strip_suffix(&id) {
        Some("") => true,
        Some(before) => before.strip_suffix('-').is_some_and(is_kebab),
        None => false,
    };
    if !is_named {
        let message = format!(
            "the crate of `{id}` must be called that with something before it: `cloudwright-{id}`"
        );
        checker.say(Code::BadName, place.key("name"), message);
    }
    if !is_version(&service.package.version) {
        let message = format!("`{}` is no version like `0.1.0`", service.package.version);
        checker.say(Code::BadName, place.key("version"), message);
    }
    word(checker, "product", &service.product);
    match &service.version {
        Some(version) => word(checker, "version", version),
        None if checker.loaded.protocol().needs(Need::Version) => {
            let message = "the protocol sends an API version, and the service has none";
            let finding = checker.say(Code::MissingKey, root.key("service").name(), message);
            finding.help("add `version:` with what the pages call it");
        }
        None => {}
    }
}

/// A short word that goes into headers and scopes.
fn word(checker: &mut Checker<'_>, key: &str, text: &str) {
    let is_word = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if !is_word {
        let message = format!("the {key} must be letters, digits, `-`, `_` and `.`");
        checker.say(Code::BadName, Place::ROOT.key(key), message);
    }
}

fn protocols(checker: &mut Checker<'_>, service: &Service) {
    let place = &Place::ROOT.key("protocols");
    if service.protocols.is_empty() {
        let message = "a service answers to one protocol at least";
        checker.say(Code::BadProtocol, place, message);
    }
    for (index, protocol) in service.protocols.iter().enumerate() {
        let at = place.index(index);
        if protocol.provider() != service.provider {
            let (its, provider) = (protocol.provider(), service.provider);
            let message = format!("a protocol of `{its}` in a service of `{provider}`");
            checker.say(Code::BadProtocol, &at, message);
        }
        if protocol.is_rest() != service.protocols[0].is_rest() {
            let message =
                "one protocol of the service is laid out by resources, another by actions";
            checker.say(Code::BadProtocol, &at, message);
        }
        if service.protocols[..index].contains(protocol) {
            checker.say(Code::BadProtocol, &at, "the protocol stands twice");
        }
    }
}

fn endpoints(checker: &mut Checker<'_>, service: &Service) {
    let place = &Place::ROOT.key("endpoints");
    let endpoints = &service.endpoints;
    host(checker, &endpoints.default, true, &place.key("default"));
    let by_region = place.key("by_region");
    for (region, name) in &endpoints.by_region {
        let at = by_region.key(region);
        self::region(checker, region, at.name());
        host(checker, name, false, &at);
    }
    let variants = place.key("variants");
    for (variant, name) in &endpoints.variants {
        let at = variants.key(variant);
        if !is_kebab(variant) {
            let message = format!("`{variant}` is no word like `vpc`");
            checker.say(Code::BadName, at.name(), message);
        }
        host(checker, name, true, &at);
    }
}

fn host(checker: &mut Checker<'_>, host: &str, may_have_region: bool, place: &Place<'_>) {
    if !is_host(host) {
        let message = format!("`{host}` is no host");
        let finding = checker.say(Code::BadHost, place, message);
        finding.help("a host without scheme, port and path; `{region}` stands for the region");
    } else if !may_have_region && host.contains("{region}") {
        let message = "a region's own host has no `{region}` in it";
        checker.say(Code::BadHost, place, message);
    }
}

/// A list of regions: well-formed, of the service, each once.
pub(super) fn regions(checker: &mut Checker<'_>, regions: &[String], place: &Place<'_>) {
    for (index, name) in regions.iter().enumerate() {
        region(checker, name, place.index(index));
    }
    let names = regions.iter().map(String::as_str);
    checker.no_twice(names, "the region", place, None);
}

fn region(checker: &mut Checker<'_>, region: &String, at: impl Into<At>) {
    let known = &checker.loaded.service.regions;
    if !is_kebab(region) {
        checker.say(Code::BadRegion, at, format!("`{region}` is no region"));
    } else if !known.is_empty() && !known.contains(region) {
        let message = format!("`{region}` is none of the service's regions");
        let finding = checker.say(Code::BadRegion, at, message);
        finding.did_you_mean(region, known.iter().map(String::as_str));
    }
}

/// A list of error codes: well-formed, each once.
pub(super) fn errors(checker: &mut Checker<'_>, errors: &[ErrorCode], place: &Place<'_>) {
    for (index, error) in errors.iter().enumerate() {
        let at = place.index(index);
        let code = at.key("code");
        checker.wire_name(&error.code, &code);
        rename::check(checker, error.rename.as_deref(), Case::Variant, &at);
        if error.code.contains(char::is_whitespace) {
            checker.say(Code::BadErrorCode, &code, "a code has no blanks");
        }
        let is_status = |status| (100..600).contains(&status);
        if error.status.is_some_and(|status| !is_status(status)) {
            let message = "an HTTP status has three digits, the first from 1 to 5";
            checker.say(Code::BadErrorCode, at.key("status"), message);
        }
        removal::check(checker, error.removed.as_ref(), &at);
        checker.text(error.doc.as_deref(), &at.key("doc"));
        checker.text(error.message.as_deref(), &at.key("message"));
    }
    let codes = errors.iter().map(|error| error.code.as_str());
    checker.no_twice(codes, "the error code", place, Some("code"));
}

/// A deprecation says why, and names what replaces it in words.
pub(super) fn deprecation(
    checker: &mut Checker<'_>,
    deprecation: Option<&Deprecation>,
    place: &Place<'_>,
) {
    let Some(deprecation) = deprecation else {
        return;
    };
    checker.text(Some(&deprecation.doc), &place.key("doc"));
    let Some(replacement) = &deprecation.replacement else {
        return;
    };
    let at = place.key("replacement");
    checker.text(Some(&replacement.service), &at.key("service"));
    if let Some(action) = &replacement.action
        && (action.is_empty() || !is_visible(action))
    {
        checker.say(Code::BadName, at.key("action"), "this is no action");
    }
}

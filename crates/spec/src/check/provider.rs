//! Checks of `provider.yaml`, and of errors that are copied from it.

use crate::check::checker::Checker;
use crate::check::inherited::{explorer, glossary};
use crate::check::service;
use crate::diagnostic::{Code, Place};
use crate::model::{ErrorCode, ProviderSpec};

/// Checks what a provider's services share.
pub(super) fn check(checker: &mut Checker<'_>, folder: &str, provider: &ProviderSpec) {
    let root = &Place::ROOT;
    if provider.provider.as_str() != folder {
        let message = format!("`{}` in the folder of `{folder}`", provider.provider);
        checker.say(Code::Misplaced, root.key("provider"), message);
    }
    explorer(checker, provider.explorer.as_deref(), &root.key("explorer"));
    service::errors(checker, &provider.errors, &root.key("errors"));
    glossary(checker, &provider.glossary);
    let protocols = &root.key("protocols");
    for (index, own) in provider.protocols.iter().enumerate() {
        let at = protocols.index(index);
        if own.protocol.provider() != provider.provider {
            let message = format!("a protocol of `{}`", own.protocol.provider());
            checker.say(Code::BadProtocol, at.key("protocol"), message);
        }
        explorer(checker, own.explorer.as_deref(), &at.key("explorer"));
        service::errors(checker, &own.errors, &at.key("errors"));
    }
    let names = provider.protocols.iter().map(|own| own.protocol.as_str());
    checker.no_twice(names, "the protocol", protocols, Some("protocol"));
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
            let help = "leave it out: what services share is inherited";
            let at = place.index(index);
            let finding = checker.warn(Code::Copied, at.key("code"), message);
            finding.help(help);
        }
    }
}

//! Checks of stubs: of what the vendor no longer documents.

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::Removal;
use crate::version::{self, Version};

/// Checks a `removed:`; `place` is what bears it.
pub(super) fn check(checker: &mut Checker<'_>, removal: Option<&Removal>, place: &Place<'_>) {
    let Some(removal) = removal else { return };
    let at = place.key("removed");
    checker.text(removal.doc.as_deref(), &at.key("doc"));
    let Ok(since) = Version::parse(&removal.since) else {
        let message = format!("`{}` is no version like `0.1.0`", removal.since);
        checker.say(Code::BadName, at.key("since"), message);
        return;
    };
    let declared = Version::parse(&checker.loaded.service.package.version);
    if let Ok(declared) = declared
        && version::series(&since) < version::series(&declared)
    {
        let message = format!("it was removed in {since}, and {declared} need not keep it");
        let finding = checker.warn(Code::StaleRemoval, at.name(), message);
        finding.help("delete it: this is a breaking version");
    }
}

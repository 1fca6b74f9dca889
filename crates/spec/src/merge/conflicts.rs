//! What a `conflict:` explains: a side of it says what the source says.

use serde_json::Value;

use super::facts::Origin;
use crate::model::{Conflict, ConflictKind, Evidence, Member};

/// What the source's side of a conflict says.
pub(super) fn side<'c>(conflict: &'c Conflict, origin: &Origin) -> Option<&'c Value> {
    match origin.evidence {
        Evidence::Metadata => conflict.metadata.as_ref(),
        Evidence::Sample => conflict.sample.as_ref(),
        _ => conflict.table.as_ref(),
    }
}

/// The source's side of a member's conflict of a kind.
pub(super) fn of<'m>(member: &'m Member, kind: ConflictKind, origin: &Origin) -> Option<&'m Value> {
    let mut conflicts = member.conflict.iter().filter(|found| found.kind == kind);
    conflicts.find_map(|conflict| side(conflict, origin))
}

/// Whether a conflict says that the source does not have the member.
pub(super) fn explains_absence(member: &Member, origin: &Origin) -> bool {
    of(member, ConflictKind::Presence, origin).is_some_and(|side| side.as_str() == Some("absent"))
}

//! Groups, formats and acceptance, on changes made by hand.
#![allow(clippy::unwrap_used, reason = "tests may stop")]

use super::change::Thing;
use super::surface::Claim;
use super::*;

/// A change of which nothing matters but what it is about.
pub(super) fn change(thing: Thing, kind: &'static str) -> Change {
    Change {
        id: Id { thing, kind },
        action: Some("List".to_owned()),
        path: vec!["request".to_owned(), "Limit".to_owned()],
        what: kind.to_owned(),
        why: "because".to_owned(),
        direction: Direction::Request,
        verdicts: Verdicts::REFUSED,
        renamed: None,
        accepted: None,
        part_of: None,
        claim: Claim::None,
    }
}

fn service(changes: Vec<Change>) -> ServiceDrift {
    ServiceDrift {
        service: "tencent-x".to_owned(),
        folder: "tencent/x".to_owned(),
        version: Some("0.1.0".to_owned()),
        declared: Some("0.1.0".to_owned()),
        changes,
    }
}

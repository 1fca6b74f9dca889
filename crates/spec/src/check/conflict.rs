//! Checks of `conflict:`. A conflict that no longer is one is an error: corrections of a page
//! must not outlive what they correct.

use serde_json::Value;

use crate::check::checker::Checker;
use crate::check::sightings::{Sight, Sightings};
use crate::check::value::plain_text;
use crate::diagnostic::{Code, Place};
use crate::model::{Conflict, ConflictKind, EnumValue, Member, TypeDef, TypeRef, vendor_words};

/// What a `placement` conflict calls the place beside the envelope.
const PLACE_OUTSIDE: &str = "top-level";

/// Checks that the sides of conflicts are sides.
pub(super) fn check_sides(checker: &mut Checker<'_>, conflicts: &[Conflict], place: &Place<'_>) {
    let place = place.key("conflict");
    for (index, conflict) in conflicts.iter().enumerate() {
        let at = place.index(index);
        checker.text(Some(&conflict.doc), &at.key("doc"));
        let sides: Vec<&Value> = sides(conflict).map(|(_, side)| side).collect();
        let differ = sides.windows(2).any(|pair| pair[0] != pair[1]);
        if !differ {
            let message = "a conflict has two sides at least, and they differ";
            let kind = conflict.kind;
            let said = sayable(kind, envelope(checker));
            let help = format!(
                "the sides are `table`, `sample` and `metadata`; of a `{kind}` conflict each says {said}"
            );
            let finding = checker.say(Code::StaleConflict, at.key("kind"), message);
            finding.help(help);
        }
        words(checker, conflict, &at);
    }
}

fn sides(conflict: &Conflict) -> impl Iterator<Item = (&'static str, &Value)> {
    [
        ("table", &conflict.table),
        ("sample", &conflict.sample),
        ("metadata", &conflict.metadata),
    ]
    .into_iter()
    .filter_map(|(key, side)| Some((key, side.as_ref()?)))
}

fn envelope<'a>(checker: &Checker<'a>) -> Option<&'a str> {
    checker.loaded.service.envelope.as_deref()
}

/// What a side can say about its kind, in words.
fn sayable(kind: ConflictKind, envelope: Option<&str>) -> String {
    match (kind, envelope) {
        (ConflictKind::Values, _) => "a list of values".to_owned(),
        (ConflictKind::Type, _) => "a type".to_owned(),
        (ConflictKind::Placement, Some(envelope)) => {
            format!("`{PLACE_OUTSIDE}` or `{envelope}`, the envelope")
        }
        (ConflictKind::Placement, None) => {
            format!("`{PLACE_OUTSIDE}` or the name of the envelope")
        }
        (ConflictKind::Presence | ConflictKind::Required, _) => {
            let words = kind.sides().iter().map(|word| format!("`{word}`"));
            words.collect::<Vec<_>>().join(" or ")
        }
    }
}

/// Checks that the sides say what can be said about their kind.
fn words(checker: &mut Checker<'_>, conflict: &Conflict, place: &Place<'_>) {
    let (kind, envelope) = (conflict.kind, envelope(checker));
    for (key, side) in sides(conflict) {
        let word = side.as_str();
        let is_right = match kind {
            ConflictKind::Values => side.as_array().is_some_and(|values| !values.is_empty()),
            ConflictKind::Presence | ConflictKind::Required => {
                word.is_some_and(|word| kind.sides().contains(&word))
            }
            ConflictKind::Placement => word.is_some_and(|word| {
                word == PLACE_OUTSIDE || Some(word) == envelope || !checker.has_service
            }),
            ConflictKind::Type => word.is_some_and(|word| TypeRef::parse(word).is_ok()),
        };
        if is_right {
            continue;
        }
        let said = sayable(kind, envelope);
        let message = format!("a side of a `{kind}` conflict says {said}");
        let finding = checker.say(Code::WrongKind, place.key(key), message);
        let word = word.unwrap_or_default();
        match vendor_words::help(word).filter(|_| kind == ConflictKind::Type) {
            Some(help) => finding.help(help),
            None => finding.did_you_mean(word, kind.sides().iter().copied().chain(envelope)),
        };
    }
}

/// Checks the conflicts of members against what the samples hold.
pub(super) fn check_members(
    checker: &mut Checker<'_>,
    members: &[Member],
    seen: &Sightings,
    place: &Place<'_>,
) {
    for (index, member) in members.iter().enumerate() {
        let at = place.index(index);
        stale(checker, &member.conflict, &at, |checker, conflict| {
            applies(checker, member, conflict, seen.of(member))
        });
        if let Some(fields) = &member.fields {
            check_members(checker, fields, seen, &at.key("fields"));
        }
    }
}

/// Checks the conflicts of types and of their fields against what the samples hold.
pub(super) fn check_types(checker: &mut Checker<'_>, types: &[TypeDef], seen: &Sightings) {
    let place = &Place::ROOT.key("types");
    for (index, declared) in types.iter().enumerate() {
        let at = place.index(index);
        check_sides(checker, &declared.conflict, &at);
        let values = declared.values.as_deref().unwrap_or_default();
        stale(checker, &declared.conflict, &at, |_, conflict| {
            values_apply(values, conflict, seen.of(declared))
        });
        if let Some(fields) = &declared.fields {
            check_members(checker, fields, seen, &at.key("fields"));
        }
    }
}

/// Tells of the conflicts of a member or type that are none any more.
fn stale<'a>(
    checker: &mut Checker<'a>,
    conflicts: &[Conflict],
    place: &Place<'_>,
    applies: impl Fn(&Checker<'a>, &Conflict) -> Result<(), String>,
) {
    let place = place.key("conflict");
    for (index, conflict) in conflicts.iter().enumerate() {
        // Samples cannot be followed through what is declared nowhere, so nothing is known.
        if !checker.is_whole || checker.has_found(&[Code::UnknownType, Code::BadType]) {
            return;
        }
        if let Err(problem) = applies(checker, conflict) {
            let at = place.index(index);
            let finding = checker.say(Code::StaleConflict, at.key("kind"), problem);
            finding.help("the conflict no longer applies; remove it, or say what is the case now");
        }
    }
}

/// Whether a conflict still is one; else why not.
fn applies(
    checker: &Checker<'_>,
    member: &Member,
    conflict: &Conflict,
    sight: Option<&Sight>,
) -> Result<(), String> {
    let name = &member.name;
    let sample = conflict.sample.as_ref();
    match (conflict.kind, sample.and_then(Value::as_str)) {
        (ConflictKind::Values, _) => match documented_values(checker, member) {
            Some(values) => values_apply(values, conflict, sight),
            None => Err(format!("`{name}` has no documented values")),
        },
        (ConflictKind::Presence, Some("absent")) => match sight {
            Some(sight) if sight.present > 0 => Err(format!("a sample holds `{name}`")),
            Some(sight) if sight.chances > 0 => Ok(()),
            _ => Err(format!("no sample shows where `{name}` would be")),
        },
        (ConflictKind::Presence, Some("present")) => match sight {
            Some(sight) if sight.present > 0 => Ok(()),
            _ => Err(format!("no sample holds `{name}`")),
        },
        (ConflictKind::Placement, side) => {
            if checker.loaded.service.envelope.is_none() {
                return Err("the service has no envelope to be in or beside".to_owned());
            }
            match (side, sight) {
                (Some(PLACE_OUTSIDE), Some(sight)) if sight.is_outside => Ok(()),
                (Some(side), Some(sight)) if side != PLACE_OUTSIDE && sight.is_enveloped => Ok(()),
                (Some(_), _) => Err(format!("no sample holds `{name}` in that place")),
                (None, _) => Ok(()),
            }
        }
        (ConflictKind::Type, Some(_)) if !sight.is_some_and(|sight| sight.is_misfit) => {
            Err(format!("`{name}` is `{}` in every sample", member.type_ref))
        }
        (ConflictKind::Presence | ConflictKind::Type | ConflictKind::Required, _) => Ok(()),
    }
}

fn documented_values<'a>(checker: &Checker<'a>, member: &'a Member) -> Option<&'a [EnumValue]> {
    if !member.values.is_empty() {
        return Some(&member.values);
    }
    checker.declared(&member.type_ref)?.values.as_deref()
}

/// Whether the values that the sides add are still no documented ones, and the sample's are there.
fn values_apply(
    documented: &[EnumValue],
    conflict: &Conflict,
    sight: Option<&Sight>,
) -> Result<(), String> {
    for (key, side) in sides(conflict).filter(|(key, _)| *key != "table") {
        for value in side.as_array().into_iter().flatten() {
            let text = plain_text(value);
            if documented.iter().any(|known| known.value == *text) {
                return Err(format!("`{text}` is a documented value"));
            }
            if key == "sample" && !sight.is_some_and(|sight| sight.values.contains(&*text)) {
                return Err(format!("no sample holds `{text}` here"));
            }
        }
    }
    Ok(())
}

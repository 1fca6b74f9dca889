//! Changes of members: parameters, members of answers, fields.

use super::change::{Claim, Direction, Effect, Thing, Verdicts};
use super::collect::{ADVICE, Both, Changes, Row, TEXT, id, matched, pairs, spelling};
use super::{limits, value};
use crate::model::{Member, Required, Serialize};
use crate::naming::{self, Owner, Wire};

/// Compares two lists of members, which are parameters, members of an answer, or fields.
pub(super) fn list(changes: &mut Changes, old: &[Member], new: &[Member], thing: Thing) {
    let owner = match thing {
        Thing::Parameter => Owner::Call,
        Thing::Answer => Owner::Response,
        _ => Owner::Type,
    };
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (name, before, after) in matched(old, new, |member| &member.name) {
        match (before, after) {
            (Some(before), Some(after)) => changes.within(name, |changes| {
                let rust =
                    |it: &Member| naming::member(Wire::new(name, it.rename.as_deref()), owner);
                let names = (&*rust(before), &*rust(after));
                changes.renamed(id(thing, "renamed"), "Rust name", Claim::Subject, names);
                one(changes, before, after, thing);
            }),
            (_, Some(after)) => {
                come.push((name, after));
                let row = added(changes.direction(), after, thing);
                changes.push_of(name, row);
            }
            (Some(before), None) => {
                gone.push((name, before));
                let row = removed(changes.direction(), before, thing);
                changes.push_of(name, row);
            }
            (None, None) => {}
        }
    }
    let here = changes.subject();
    let of = |name| format!("{here} {name}");
    for (gone, come) in pairs(&gone, &come, |name, _: &Member| spelling(name)) {
        changes.same(&of(gone), &of(come), "respelled");
    }
    // A new name that says which one it had before.
    for (come, member) in come {
        let mut before = member.alias.iter();
        if let Some(before) = before.find(|alias| gone.iter().any(|(name, _)| name == alias)) {
            changes.same(&of(before), &of(come), "renamed");
        }
    }
}

fn added(direction: Direction, new: &Member, thing: Thing) -> Row {
    let must = direction.is_sent() && new.required == Required::Yes && !new.is_filled();
    if must {
        let verdicts = Verdicts {
            source: Effect::Changed,
            ..Verdicts::REFUSED
        };
        let why = "calls without it are refused";
        return Row::new(id(thing, "added"), verdicts, "required, added", why);
    }
    Row::new(
        id(thing, "added"),
        Verdicts::NEW,
        "added",
        "programs need not know it",
    )
}

fn removed(direction: Direction, old: &Member, thing: Thing) -> Row {
    if old.removed.is_some() {
        let why = "the stub of what went earlier";
        let row = Row::new(id(thing, "stub-removed"), Verdicts::NONE, "removed", why);
        return row.claims(Claim::Subject);
    }
    let wire = if direction.is_answered() {
        Effect::Breaking
    } else {
        Effect::Changed
    };
    let verdicts = Verdicts {
        wire,
        ..Verdicts::NONE
    };
    let why = match direction {
        Direction::Response => "programs may read it",
        Direction::Request => "programs may set it",
        _ => "programs may use it",
    };
    Row::new(id(thing, "removed"), verdicts, "removed", why).claims(Claim::Subject)
}

fn one(changes: &mut Changes, old: &Member, new: &Member, thing: Thing) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Member {
        name: _,
        // Told by `words`.
        alias: _,
        // Seen in the Rust name.
        rename: _,
        // Seen in what the crates lost.
        rename_type: _,
        type_ref,
        // Compared by `time`.
        format: _,
        zone: _,
        // Of a parameter it is compared where the protocol's usual place is known.
        location,
        required,
        min,
        max,
        min_length,
        max_length,
        values,
        fields,
        deprecated,
        removed,
        // Compared by `manner`.
        sensitive: _,
        serialize: _,
        implicit: _,
        idempotency_token: _,
        default: _,
        // Compared by `words`.
        required_source: _,
        pattern: _,
        doc: _,
        example: _,
        evidence: _,
        always: _,
        nullable: _,
        conflict: _,
    } = old;
    if stub(changes, thing, removed.is_some(), new.removed.is_some()) {
        return;
    }
    limits::types(changes, thing, type_ref, &new.type_ref);
    time(changes, thing, old, new);
    if thing != Thing::Parameter && location != &new.location {
        let why = "it is read from there; old programs look elsewhere";
        let id = id(thing, "place-changed");
        changes.push(Row::new(id, Verdicts::WIRE, "place changed", why));
    }
    limits::requirement(changes, thing, *required, new.required);
    limits::bounds(changes, thing, ("min", *min, new.min), true);
    limits::bounds(changes, thing, ("max", *max, new.max), false);
    limits::bounds(
        changes,
        thing,
        ("min_length", *min_length, new.min_length),
        true,
    );
    limits::bounds(
        changes,
        thing,
        ("max_length", *max_length, new.max_length),
        false,
    );
    value::of_member(changes, thing, values, &new.values, &new.type_ref);
    if let (Some(old), Some(new)) = (fields, &new.fields) {
        list(changes, old, new, Thing::Field);
    }
    changes.deprecation(thing, deprecated.as_ref(), new.deprecated.as_ref());
    manner(changes, thing, old, new);
    words(changes, thing, old, new);
}

/// How a time is written. Of what was no time before, or is none any more, the Rust type is another one,
/// which is seen in the items of the crates.
fn time(changes: &mut Changes, thing: Thing, old: &Member, new: &Member) {
    if (old.format, &old.zone) == (new.format, &new.zone) {
        return;
    }
    let told = |member: &Member| {
        let zone = member.zone.iter().map(String::as_str);
        let words: Vec<&str> = member
            .format
            .iter()
            .map(|it| it.as_str())
            .chain(zone)
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let (before, after) = (told(old), told(new));
    let why = format!(
        "{}; instants are read and written so",
        Both(before.as_ref(), after.as_ref())
    );
    // Where it was a time and is one still, programs of the old crate write and read the other form.
    let wire = if before.is_some() && after.is_some() {
        Effect::Breaking
    } else {
        Effect::None
    };
    let verdicts = Verdicts {
        wire,
        ..Verdicts::OTHERWISE
    };
    let row = Row::new(id(thing, "format-changed"), verdicts, "format changed", why);
    let is_another_type = old.is_time() != new.is_time() && old.type_ref == new.type_ref;
    changes.push(if is_another_type {
        row.claims(Claim::Subject)
    } else {
        row
    });
}

/// How a member is given, sent and shown.
fn manner(changes: &mut Changes, thing: Thing, old: &Member, new: &Member) {
    if old.sensitive != new.sensitive {
        let why = if new.sensitive {
            "hidden from now on"
        } else {
            "shown from now on"
        };
        let id = id(thing, "sensitive-changed");
        changes.push(Row::new(id, Verdicts::OTHERWISE, "sensitive changed", why));
    }
    if old.serialize != new.serialize {
        let why = format!("{} from now on", packing(new.serialize));
        let id = id(thing, "serialize-changed");
        changes.push(Row::new(id, Verdicts::WIRE, "serialize changed", why));
    }
    match (old.implicit, new.implicit) {
        (false, true) => changes.push(Row::new(
            id(thing, "implicit"),
            Verdicts::OTHERWISE,
            "implicit",
            "calls need not give it",
        )),
        (true, false) => changes.push(Row::new(
            id(thing, "implicit-no-more"),
            Verdicts::UNEXPECTED,
            "no longer implicit",
            "calls must give it",
        )),
        _ => {}
    }
    match (old.idempotency_token, new.idempotency_token) {
        (false, true) => changes.push(Row::new(
            id(thing, "idempotency-token"),
            Verdicts::OTHERWISE,
            "idempotency token",
            "calls that leave it out send one of their own, and are repeated after a lost answer",
        )),
        (true, false) => changes.push(Row::new(
            id(thing, "idempotency-token-no-more"),
            Verdicts::UNEXPECTED,
            "no longer an idempotency token",
            "calls that leave it out send none: who repeats them may apply them twice",
        )),
        _ => {}
    }
    if old.default != new.default {
        let shown = Both(old.default.as_ref(), new.default.as_ref()).to_string();
        let (verdicts, why) = if changes.direction().is_sent() {
            (Verdicts::OTHERWISE, "calls that leave it out get that")
        } else {
            (Verdicts::NONE, "no call sends it")
        };
        let why = format!("{shown}; {why}");
        let id = id(thing, "default-changed");
        changes.push(Row::new(id, verdicts, "default changed", why));
    }
}

/// What is told of a member, and where it was seen.
fn words(changes: &mut Changes, thing: Thing, old: &Member, new: &Member) {
    let word = |flag: Option<bool>| match flag {
        None => "not said",
        Some(true) => "yes",
        Some(false) => "no",
    };
    let flag = |old, new| format!("{} → {}; {ADVICE}", word(old), word(new));
    let always = flag(old.always, new.always);
    let nullable = flag(old.nullable, new.nullable);
    let required_source = old.required_source != new.required_source;
    changes.all_told(
        thing,
        [
            ("doc-changed", TEXT, old.doc != new.doc),
            ("pattern-changed", TEXT, old.pattern != new.pattern),
            ("required-source-changed", TEXT, required_source),
            ("always-changed", &always, old.always != new.always),
            ("nullable-changed", &nullable, old.nullable != new.nullable),
            ("example-changed", TEXT, old.example != new.example),
            ("evidence-changed", ADVICE, old.evidence != new.evidence),
            ("conflict-changed", ADVICE, old.conflict != new.conflict),
        ],
    );
    aliases(changes, thing, &old.alias, &new.alias);
}

/// Other spellings, by which answers are read.
fn aliases(changes: &mut Changes, thing: Thing, old: &[String], new: &[String]) {
    let is_read = changes.direction().is_answered();
    let known = Verdicts {
        wire: Effect::Breaking,
        ..Verdicts::OTHERWISE
    };
    for (list, others, how, verdicts, why) in [
        (
            new,
            old,
            "added",
            known,
            "answers that spell it so are read; old programs find nothing",
        ),
        (
            old,
            new,
            "removed",
            Verdicts::UNEXPECTED,
            "answers that spell it so are read no more",
        ),
    ] {
        for alias in list.iter().filter(|alias| !others.contains(alias)) {
            let (verdicts, why) = if is_read {
                (verdicts, why)
            } else {
                (Verdicts::NONE, "no answer holds it")
            };
            let kind = if how == "added" {
                "alias-added"
            } else {
                "alias-removed"
            };
            let what = format!("alias {alias} {how}");
            changes.push(Row::new(id(thing, kind), verdicts, what, why));
        }
    }
}

fn packing(serialize: Option<Serialize>) -> &'static str {
    match serialize {
        None => "it travels as it is",
        Some(Serialize::Json) => "it is JSON in a text",
        Some(Serialize::Comma) => "it is one text with commas",
    }
}

/// Whether something became a stub or is one no more, or is one still: then nothing else matters.
pub(super) fn stub(changes: &mut Changes, thing: Thing, old: bool, new: bool) -> bool {
    let verdicts = Verdicts {
        source: Effect::Changed,
        wire: if changes.direction().is_answered() {
            Effect::Breaking
        } else {
            Effect::Changed
        },
        behaviour: if changes.direction().is_sent() {
            Effect::Changed
        } else {
            Effect::None
        },
    };
    match (old, new) {
        (false, true) => {
            let why = if changes.direction().is_sent() {
                "it stays, deprecated, and is not sent"
            } else {
                "it stays, deprecated"
            };
            changes.push(Row::new(id(thing, "removed"), verdicts, "removed", why));
        }
        (true, false) => {
            let why = "it is documented again";
            changes.push(Row::new(id(thing, "added"), Verdicts::NEW, "added", why));
        }
        _ => {}
    }
    old || new
}

//! Changes of members: parameters, members of answers, fields.

use super::change::{Claim, Effect, Topic, Verdicts};
use super::changes::{ADVICE, Changes, TEXT, WasAndIs};
use super::matched::{Matched, by_name, gone, pairs, spelling};
use super::{limits, value};
use crate::model::{Member, Required, Serialize};
use crate::naming::{self, Owner, Wire};

/// Compares two lists of members, which are parameters, members of an answer, or fields.
pub(super) fn list(changes: &mut Changes, topic: Topic, old: &[Member], new: &[Member]) {
    changes.about(topic, |changes| {
        let matched = by_name(old, new, |member| &member.name);
        for (name, member) in &matched {
            changes.within(name, |changes| match member {
                Matched::Kept(before, after) => one(changes, before, after),
                Matched::Come(after) => added(changes, after),
                Matched::Gone(before) => removed(changes, before),
            });
        }
        let here = changes.subject();
        let of = |name| format!("{here} {name}");
        for (gone, come) in pairs(&matched, |name, _| spelling(name)) {
            changes.same(&of(gone), &of(come), "respelled");
        }
        // A new name that says which one it had before.
        for (name, member) in &matched {
            let Matched::Come(member) = member else {
                continue;
            };
            let mut before = member.alias.iter();
            if let Some(before) = before.find(|alias| gone(&matched).any(|name| name == *alias)) {
                changes.same(&of(before), &of(name), "renamed");
            }
        }
    });
}

fn added(changes: &mut Changes, new: &Member) {
    let must = changes.is_sent() && new.required == Required::Yes && !new.is_filled();
    if must {
        let verdicts = Verdicts {
            source: Effect::Changed,
            ..Verdicts::REFUSED
        };
        let why = "calls without it are refused";
        changes.push("added", verdicts, "required, added", why);
    } else {
        changes.push("added", Verdicts::NEW, "added", "programs need not know it");
    }
}

fn removed(changes: &mut Changes, old: &Member) {
    let (kind, verdicts, why) = if old.removed.is_some() {
        let why = "the stub of what went earlier";
        ("stub-removed", Verdicts::NONE, why)
    } else {
        let why = match (changes.is_sent(), changes.is_answered()) {
            (false, true) => "programs may read it",
            (true, false) => "programs may set it",
            _ => "programs may use it",
        };
        let verdicts = Verdicts::NONE.on_wire(changes.loss_on_wire());
        ("removed", verdicts, why)
    };
    let change = changes.push(kind, verdicts, "removed", why);
    change.claims(Claim::Subject);
}

fn one(changes: &mut Changes, old: &Member, new: &Member) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Member {
        // Compared by `rust_name`, or by `aliases`.
        name: _,
        alias: _,
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
        // Compared by `limits::bounds`.
        min: _,
        max: _,
        min_length: _,
        max_length: _,
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
    rust_name(changes, old, new);
    if changes.stub(removed.is_some(), new.removed.is_some()) {
        return;
    }
    limits::types(changes, type_ref, &new.type_ref);
    time(changes, old, new);
    if changes.topic() != Topic::Parameter && location != &new.location {
        let why = "it is read from there; old programs look elsewhere";
        changes.push("place-changed", Verdicts::WIRE, "place changed", why);
    }
    limits::requirement(changes, *required, new.required);
    limits::bounds(changes, old, new);
    value::of_member(changes, values, &new.values, &new.type_ref);
    if let (Some(old), Some(new)) = (fields, &new.fields) {
        list(changes, Topic::Field, old, new);
    }
    changes.deprecation(deprecated.as_ref(), new.deprecated.as_ref());
    manner(changes, old, new);
    words(changes, old, new);
    aliases(changes, &old.alias, &new.alias);
}

fn rust_name(changes: &mut Changes, old: &Member, new: &Member) {
    let owner = match changes.topic() {
        Topic::Parameter => Owner::Call,
        Topic::Answer => Owner::Response,
        _ => Owner::Type,
    };
    let rust = |member: &Member| {
        let wire = Wire::new(&member.name, member.rename.as_deref());
        naming::member(wire, owner)
    };
    changes.renamed("Rust name", Claim::Subject, &rust(old), &rust(new));
}

/// How a time is written. Of what was no time before, or is none any more, the Rust type is another one,
/// which is seen in the items of the crates.
fn time(changes: &mut Changes, old: &Member, new: &Member) {
    if (old.format, &old.zone) == (new.format, &new.zone) {
        return;
    }
    let told = |member: &Member| {
        let format = member.format.iter().map(|format| format.as_str());
        let zone = member.zone.iter().map(String::as_str);
        let words: Vec<&str> = format.chain(zone).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let (before, after) = (told(old), told(new));
    // Where it was a time and is one still, programs of the old crate write and read the other form.
    let wire = if before.is_some() && after.is_some() {
        Effect::Breaking
    } else {
        Effect::None
    };
    let verdicts = Verdicts::OTHERWISE.on_wire(wire);
    let why = format!(
        "{}; instants are read and written so",
        WasAndIs(before, after)
    );
    let change = changes.push("format-changed", verdicts, "format changed", why);
    if old.is_time() != new.is_time() && old.type_ref == new.type_ref {
        change.claims(Claim::Subject);
    }
}

/// How a member is given, sent and shown.
fn manner(changes: &mut Changes, old: &Member, new: &Member) {
    if old.sensitive != new.sensitive {
        let shown = if new.sensitive { "hidden" } else { "shown" };
        let why = format!("{shown} from now on");
        let verdicts = Verdicts::OTHERWISE;
        changes.push("sensitive-changed", verdicts, "sensitive changed", why);
    }
    if old.serialize != new.serialize {
        let why = format!("{} from now on", packing(new.serialize));
        let verdicts = Verdicts::WIRE;
        changes.push("serialize-changed", verdicts, "serialize changed", why);
    }
    changes.flag(
        (old.implicit, new.implicit),
        ("implicit", "implicit", "calls need not give it"),
        (
            "implicit-no-more",
            "no longer implicit",
            "calls must give it",
        ),
    );
    changes.flag(
        (old.idempotency_token, new.idempotency_token),
        (
            "idempotency-token",
            "idempotency token",
            "calls that leave it out send one of their own, and are repeated after a lost answer",
        ),
        (
            "idempotency-token-no-more",
            "no longer an idempotency token",
            "calls that leave it out send none: who repeats them may apply them twice",
        ),
    );
    if old.default != new.default {
        let shown = WasAndIs(old.default.as_ref(), new.default.as_ref());
        let why = "calls that leave it out get that";
        let (verdicts, why) = limits::if_sent(changes, Verdicts::OTHERWISE, why);
        let why = format!("{shown}; {why}");
        changes.push("default-changed", verdicts, "default changed", why);
    }
}

/// What is told of a member, and where it was seen.
fn words(changes: &mut Changes, old: &Member, new: &Member) {
    let word = |flag: Option<bool>| match flag {
        None => "not said",
        Some(true) => "yes",
        Some(false) => "no",
    };
    let flag = |old, new| format!("{} → {}; {ADVICE}", word(old), word(new));
    let always = flag(old.always, new.always);
    let nullable = flag(old.nullable, new.nullable);
    let required_source = old.required_source != new.required_source;
    changes.all_told([
        ("doc-changed", TEXT, old.doc != new.doc),
        ("pattern-changed", TEXT, old.pattern != new.pattern),
        ("required-source-changed", TEXT, required_source),
        ("always-changed", &always, old.always != new.always),
        ("nullable-changed", &nullable, old.nullable != new.nullable),
        ("example-changed", TEXT, old.example != new.example),
        ("evidence-changed", ADVICE, old.evidence != new.evidence),
        ("conflict-changed", ADVICE, old.conflict != new.conflict),
    ]);
}

/// Other spellings, by which answers are read.
fn aliases(changes: &mut Changes, old: &[String], new: &[String]) {
    let read = "answers that spell it so are read; old programs find nothing";
    let unread = "answers that spell it so are read no more";
    let known = Verdicts::OTHERWISE.on_wire(Effect::Breaking);
    for (list, others, kind, how, verdicts, why) in [
        (new, old, "alias-added", "added", known, read),
        (
            old,
            new,
            "alias-removed",
            "removed",
            Verdicts::UNEXPECTED,
            unread,
        ),
    ] {
        let (verdicts, why) = if changes.is_answered() {
            (verdicts, why)
        } else {
            (Verdicts::NONE, "no answer holds it")
        };
        for alias in list.iter().filter(|alias| !others.contains(alias)) {
            changes.push(kind, verdicts, format!("alias {alias} {how}"), why);
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

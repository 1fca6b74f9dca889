//! Changes of members, types and values.

use super::change::{Direction, Effect, Thing, Verdicts};
use super::collect::{Both, Changes, Row, id, matched, pairs, spelling};
use super::surface::Claim;
use crate::model::{EnumValue, Member, Required, Scalar, Serialize, TypeDef, TypeRef};
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
    for (gone, come) in pairs(&gone, &come, |name, _: &Member| spelling(name)) {
        let of = |name| format!("{here} {name}");
        changes.same(&of(gone), &of(come), "respelled");
    }
}

fn added(direction: Direction, new: &Member, thing: Thing) -> Row {
    let must = direction.is_sent() && new.required == Required::Yes && !new.implicit;
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
    let why =
        format!("{why}; a `removed:` stub keeps them compiling until the next breaking version");
    Row::new(id(thing, "removed"), verdicts, "removed", why).claims(Claim::Subject)
}

fn one(changes: &mut Changes, old: &Member, new: &Member, thing: Thing) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Member {
        name: _,
        // Seen in the Rust name.
        rename: _,
        // Seen in what the crates lost.
        rename_type: _,
        type_ref,
        // Compared where the protocol's usual place is known.
        location,
        required,
        required_source,
        default,
        min,
        max,
        min_length,
        max_length,
        pattern,
        values: old_values,
        fields,
        doc,
        example,
        evidence,
        sensitive,
        always,
        nullable,
        deprecated,
        removed,
        implicit,
        serialize,
        conflict,
    } = old;
    if stub(changes, thing, removed.is_some(), new.removed.is_some()) {
        return;
    }
    types_of(changes, thing, type_ref, &new.type_ref);
    if thing != Thing::Parameter && location != &new.location {
        let why = "it is read from there; old programs look elsewhere";
        changes.push(Row::new(
            id(thing, "place-changed"),
            Verdicts::WIRE,
            "place changed",
            why,
        ));
    }
    requirement(changes, thing, *required, new.required);
    bounds(changes, thing, ("min", *min, new.min), true);
    bounds(changes, thing, ("max", *max, new.max), false);
    bounds(
        changes,
        thing,
        ("min_length", *min_length, new.min_length),
        true,
    );
    bounds(
        changes,
        thing,
        ("max_length", *max_length, new.max_length),
        false,
    );
    inline_values(changes, thing, old_values, &new.values, &new.type_ref);
    if let (Some(old), Some(new)) = (fields, &new.fields) {
        list(changes, old, new, Thing::Field);
    }
    if *sensitive != new.sensitive {
        let why = if new.sensitive {
            "hidden from now on"
        } else {
            "shown from now on"
        };
        let row = Row::new(
            id(thing, "sensitive-changed"),
            Verdicts::OTHERWISE,
            "sensitive changed",
            why,
        );
        changes.push(row);
    }
    if *serialize != new.serialize {
        let why = format!("{} from now on", packing(new.serialize));
        let id = id(thing, "serialize-changed");
        changes.push(Row::new(id, Verdicts::WIRE, "serialize changed", why));
    }
    deprecation(changes, thing, deprecated.as_ref(), new.deprecated.as_ref());
    match (implicit, new.implicit) {
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
    if *default != new.default {
        let shown = Both(default.as_ref(), new.default.as_ref()).to_string();
        let (verdicts, why) = if changes.direction().is_sent() {
            (Verdicts::OTHERWISE, "calls that leave it out get that")
        } else {
            (Verdicts::NONE, "no call sends it")
        };
        let why = format!("{shown}; {why}");
        changes.push(Row::new(
            id(thing, "default-changed"),
            verdicts,
            "default changed",
            why,
        ));
    }
    let told = "documented, not enforced";
    for (kind, what, pair) in [
        ("doc-changed", "doc", (doc, &new.doc)),
        ("pattern-changed", "pattern", (pattern, &new.pattern)),
        (
            "required-source-changed",
            "required_source",
            (required_source, &new.required_source),
        ),
    ] {
        changes.told(id(thing, kind), what, "only a text", pair);
    }
    for (kind, what, pair) in [
        ("always-changed", "always", (*always, new.always)),
        ("nullable-changed", "nullable", (*nullable, new.nullable)),
    ] {
        let word =
            |flag: Option<bool>| flag.map_or("not said", |flag| if flag { "yes" } else { "no" });
        let why = format!("{} → {}; {told}", word(pair.0), word(pair.1));
        changes.told(id(thing, kind), what, &why, (&pair.0, &pair.1));
    }
    changes.told(
        id(thing, "example-changed"),
        "example",
        "only a text",
        (example, &new.example),
    );
    changes.told(
        id(thing, "evidence-changed"),
        "evidence",
        told,
        (evidence, &new.evidence),
    );
    changes.told(
        id(thing, "conflict-changed"),
        "conflict",
        told,
        (conflict, &new.conflict),
    );
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

fn types_of(changes: &mut Changes, thing: Thing, old: &TypeRef, new: &TypeRef) {
    if old == new {
        return;
    }
    let what = format!("type {old} → {new}");
    if same_in_rust(old, new) {
        let why = "the same type in Rust";
        changes.push(Row::new(
            id(thing, "type-changed"),
            Verdicts::NONE,
            what,
            why,
        ));
        return;
    }
    let is_plain =
        |type_ref: &TypeRef| matches!(type_ref, TypeRef::Scalar(scalar) if *scalar != Scalar::Any);
    // Numbers and flags that are texts are read all the same.
    let is_read_alike = is_plain(old) && is_plain(new) && !changes.direction().is_sent();
    let verdicts = Verdicts {
        wire: if is_read_alike {
            Effect::Changed
        } else {
            Effect::Breaking
        },
        ..Verdicts::NONE
    };
    let why = "another type in Rust";
    changes.push(Row::new(id(thing, "type-changed"), verdicts, what, why).claims(Claim::Subject));
}

/// Whether two type expressions become one Rust type: widths do not matter there.
fn same_in_rust(old: &TypeRef, new: &TypeRef) -> bool {
    let kind = |scalar: Scalar| match scalar {
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 => Scalar::Integer,
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => Scalar::Number,
        Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => Scalar::String,
        other => other,
    };
    match (old, new) {
        (TypeRef::Scalar(old), TypeRef::Scalar(new)) => kind(*old) == kind(*new),
        (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
            same_in_rust(old, new)
        }
        (old, new) => old == new,
    }
}

fn requirement(changes: &mut Changes, thing: Thing, old: Required, new: Required) {
    let is_sent = changes.direction().is_sent();
    let unasked = "no call sends it";
    let row = match (old, new) {
        (Required::Yes, Required::No | Required::Unknown) => {
            let (verdicts, why) = if is_sent {
                (Verdicts::OTHERWISE, "fewer calls are refused")
            } else {
                (Verdicts::NONE, unasked)
            };
            Row::new(
                id(thing, "required-no-more"),
                verdicts,
                "no longer required",
                why,
            )
        }
        (Required::No | Required::Unknown, Required::Yes) => {
            let (verdicts, why) = if is_sent {
                (Verdicts::REFUSED, "calls without it are refused")
            } else {
                (Verdicts::NONE, unasked)
            };
            Row::new(id(thing, "required"), verdicts, "required now", why)
        }
        (Required::No, Required::Unknown) | (Required::Unknown, Required::No) => {
            let what = format!("required: {old:?} → {new:?}").to_lowercase();
            let id = id(thing, "requirement-evidence");
            Row::new(id, Verdicts::NONE, what, "neither blocks a call")
        }
        _ => return,
    };
    changes.push(row);
}

/// A bound: a lower one, under which nothing is let through, or an upper one.
fn bounds<T: PartialOrd + std::fmt::Display>(
    changes: &mut Changes,
    thing: Thing,
    (what, old, new): (&'static str, Option<T>, Option<T>),
    is_lower: bool,
) {
    let is_narrower = match (&old, &new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) if is_lower => new > old,
        (Some(old), Some(new)) => new < old,
    };
    let (kind, verdicts, why) = if !changes.direction().is_sent() {
        ("bound-changed", Verdicts::NONE, "no call sends it")
    } else if is_narrower {
        (
            "bound-narrowed",
            Verdicts::REFUSED,
            "calls beyond it are refused",
        )
    } else {
        (
            "bound-widened",
            Verdicts::OTHERWISE,
            "fewer calls are refused",
        )
    };
    changes.shown(
        id(thing, kind),
        verdicts,
        what,
        why,
        (old.as_ref(), new.as_ref()),
    );
}

fn inline_values(
    changes: &mut Changes,
    thing: Thing,
    old: &[EnumValue],
    new: &[EnumValue],
    of: &TypeRef,
) {
    let is_enum = matches!(of.leaf(), TypeRef::Scalar(Scalar::String));
    match (old.is_empty(), new.is_empty()) {
        _ if !is_enum => {
            for (value, before, after) in matched(old, new, |value| &value.value) {
                let what = match (before, after) {
                    (None, _) => "added",
                    (_, None) => "removed",
                    (Some(before), Some(after)) if before != after => "changed",
                    _ => continue,
                };
                let what = format!("value {value} {what}");
                let id = id(Thing::Value, "documented");
                changes.push(Row::new(
                    id,
                    Verdicts::NONE,
                    what,
                    "documented, not enforced",
                ));
            }
        }
        (true, false) => changes.push(
            Row::new(
                id(thing, "values-added"),
                Verdicts::NONE,
                "values added",
                "the text is an enum now",
            )
            .claims(Claim::Subject),
        ),
        (false, true) => changes.push(
            Row::new(
                id(thing, "values-removed"),
                Verdicts::NONE,
                "values removed",
                "the enum is a text now",
            )
            .claims(Claim::Subject),
        ),
        _ => values(changes, old, new),
    }
}

fn values(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue]) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (text, before, after) in matched(old, new, |value| &value.value) {
        match (before, after) {
            (Some(before), Some(after)) => value(changes, text, before, after),
            (None, Some(after)) => {
                come.push((text, after));
                let what = format!("value {text:?} added");
                let why = "enums are open; there is a variant for it now";
                changes.push(Row::new(
                    id(Thing::Value, "added"),
                    Verdicts::NEW,
                    what,
                    why,
                ));
            }
            (Some(before), None) => {
                gone.push((text, before));
                value_removed(changes, text, before);
            }
            (None, None) => {}
        }
    }
    for (gone, come) in pairs(&gone, &come, |text, _: &EnumValue| spelling(text)) {
        let what = format!("value {gone:?} removed");
        let here = changes.subject();
        let is_it = |change: &&mut super::Change| change.what == what && change.subject() == here;
        if let Some(change) = changes.list.iter_mut().find(is_it) {
            change.verdicts.wire = Effect::Breaking;
            change.renamed = Some(format!("{here} {come:?}"));
            change.why = format!("respelled {come:?}; comparisons with it never hold again");
        }
    }
}

fn value_removed(changes: &mut Changes, text: &str, old: &EnumValue) {
    let what = format!("value {text:?} removed");
    let (kind, why) = if old.removed.is_some() {
        ("stub-removed", "the stub of what went earlier")
    } else {
        ("removed", "programs may name its variant")
    };
    let verdicts = Verdicts {
        wire: Effect::Changed,
        ..Verdicts::NONE
    };
    let row = Row::new(id(Thing::Value, kind), verdicts, what, why);
    changes.push(row.claims(Claim::Variant(text.to_owned())));
}

fn value(changes: &mut Changes, text: &str, old: &EnumValue, new: &EnumValue) {
    let name = |value: &EnumValue| naming::variant(Wire::new(text, value.rename.as_deref()));
    match (old.removed.is_some(), new.removed.is_some()) {
        (false, true) => {
            let what = format!("value {text:?} removed");
            let verdicts = Verdicts {
                source: Effect::Changed,
                wire: Effect::Changed,
                ..Verdicts::NONE
            };
            let why = "its variant stays, deprecated";
            changes.push(Row::new(id(Thing::Value, "removed"), verdicts, what, why));
        }
        (true, false) => {
            let what = format!("value {text:?} added");
            let why = "it is documented again";
            changes.push(Row::new(
                id(Thing::Value, "added"),
                Verdicts::NEW,
                what,
                why,
            ));
        }
        _ => {}
    }
    let what = format!("variant of {text:?}:");
    let claim = Claim::Variant(text.to_owned());
    changes.renamed(
        id(Thing::Value, "renamed"),
        &what,
        claim,
        (&name(old), &name(new)),
    );
    let what = format!("doc of {text:?}");
    changes.told(
        id(Thing::Value, "doc-changed"),
        &what,
        "only a text",
        (&old.doc, &new.doc),
    );
}

fn deprecation(changes: &mut Changes, thing: Thing, old: Option<&String>, new: Option<&String>) {
    super::service::deprecated(changes, thing, old.is_some(), new.is_some(), old != new);
}

/// Compares the types of a file. `direction` is which way one of them travels.
pub(super) fn types<'a>(
    changes: &mut Changes,
    old: &'a [TypeDef],
    new: &'a [TypeDef],
    direction: impl Fn(&str) -> Direction,
) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (name, before, after) in matched(old, new, |declared| &declared.name) {
        changes.travelling(direction(name), |changes| {
            changes.within("type", |changes| {
                changes.within(name, |changes| match (before, after) {
                    (Some(before), Some(after)) => declared(changes, before, after),
                    (None, Some(after)) => {
                        come.push((name, after));
                        let id = id(Thing::Type, "added");
                        changes.push(Row::new(id, Verdicts::NEW, "added", "a new type"));
                    }
                    (Some(before), None) => {
                        gone.push((name, before));
                        let kind = if before.removed.is_some() {
                            "stub-removed"
                        } else {
                            "removed"
                        };
                        let why = "programs may name it";
                        let row = Row::new(id(Thing::Type, kind), Verdicts::NONE, "removed", why);
                        changes.push(row.claims(Claim::Subject));
                    }
                    (None, None) => {}
                });
            });
        });
    }
    let here = changes.subject();
    let of = |name: &str| format!("{here} type {name}").trim_start().to_owned();
    for (gone, come) in pairs(&gone, &come, |_, declared| contents(declared)) {
        changes.same(&of(gone), &of(come), "renamed");
    }
}

/// What a type holds, in words that tell types apart; nothing for one that holds nothing.
fn contents(declared: &TypeDef) -> Option<Vec<String>> {
    let mut words: Vec<String> = match (&declared.fields, &declared.values) {
        (Some(fields), _) => fields.iter().flat_map(|field| shape(field, 0)).collect(),
        (None, Some(values)) => values
            .iter()
            .map(|value| format!("= {}", value.value))
            .collect(),
        (None, None) => Vec::new(),
    };
    words.sort();
    (!words.is_empty()).then_some(words)
}

/// Name and type of a member, and of what is inside.
pub(super) fn shape(member: &Member, depth: usize) -> Vec<String> {
    let mut words = vec![format!("{depth} {}: {}", member.name, member.type_ref)];
    let fields = member.fields.iter().flatten();
    words.extend(fields.flat_map(|field| shape(field, depth + 1)));
    words
}

fn declared(changes: &mut Changes, old: &TypeDef, new: &TypeDef) {
    let TypeDef {
        name,
        rename,
        doc,
        evidence,
        fields,
        values: old_values,
        conflict,
        removed,
    } = old;
    if stub(
        changes,
        Thing::Type,
        removed.is_some(),
        new.removed.is_some(),
    ) {
        return;
    }
    let rust = |rename: Option<&str>| naming::type_name(Wire::new(name, rename));
    let names = (&*rust(rename.as_deref()), &*rust(new.rename.as_deref()));
    changes.renamed(
        id(Thing::Type, "renamed"),
        "Rust name",
        Claim::Subject,
        names,
    );
    let mut another_kind = |what: &str| {
        let row = Row::new(
            id(Thing::Type, "kind-changed"),
            Verdicts::WIRE,
            what,
            "another kind of type",
        );
        changes.push(row.claims(Claim::Subject));
    };
    match (fields, old_values, &new.fields, &new.values) {
        (Some(old), _, Some(new), _) => list(changes, old, new, Thing::Field),
        (None, Some(old), None, Some(new)) => values(changes, old, new),
        (Some(_), _, None, _) => another_kind("object → values"),
        (None, _, Some(_), _) => another_kind("values → object"),
        _ => {}
    }
    let told = "documented, not enforced";
    changes.told(
        id(Thing::Type, "doc-changed"),
        "doc",
        "only a text",
        (doc, &new.doc),
    );
    changes.told(
        id(Thing::Type, "evidence-changed"),
        "evidence",
        told,
        (evidence, &new.evidence),
    );
    changes.told(
        id(Thing::Type, "conflict-changed"),
        "conflict",
        told,
        (conflict, &new.conflict),
    );
}

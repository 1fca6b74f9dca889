//! Whether a value fits what is declared: defaults, examples and samples.
//!
//! What the client bridges at run time (numbers as text, values beyond an enum) is an error here
//! all the same, unless a `conflict:` says that the page contradicts itself: a spec must say what
//! it knows. Null is taken as absent, as the client takes it.

use std::borrow::Cow;
use std::collections::HashMap;

use cloudwright_vocabulary::yaml::text_in_flow;
use serde_json::{Map, Value};

use crate::check::checker::Checker;
use crate::check::sightings::Sightings;
use crate::check::{bounds, contradiction};
use crate::diagnostic::{At, Code, Finding, Place};
use crate::model::{
    Conflict, ConflictKind, EnumValue, Member, Required, Scalar, Serialize, TypeDef, TypeRef,
};

/// A walk through a value along the declared types.
pub(super) struct Fit<'c, 'a> {
    pub(super) checker: &'c mut Checker<'a>,
    /// What samples are seen to hold; absent for defaults and examples.
    pub(super) seen: Option<&'c mut Sightings>,
    /// Whether the value goes to the service, which minds bounds and what is missing.
    pub(super) is_request: bool,
}

impl<'c, 'a> Fit<'c, 'a> {
    /// A walk through a default or an example.
    pub(super) fn example(checker: &'c mut Checker<'a>) -> Self {
        Self {
            checker,
            seen: None,
            is_request: false,
        }
    }

    fn code(&self) -> Code {
        match self.seen {
            Some(_) => Code::SampleMismatch,
            None => Code::BadExample,
        }
    }

    fn say(&mut self, at: impl Into<At>, message: impl Into<String>) -> &mut Finding {
        self.checker.say(self.code(), at, message)
    }

    /// A member's value.
    pub(super) fn member(&mut self, member: &Member, value: &Value, place: &Place<'_>) {
        if value.is_null() {
            let is_excused = has(&member.conflict, ConflictKind::Presence)
                || has(&member.conflict, ConflictKind::Type);
            if member.nullable == Some(false) && !is_excused {
                let message = format!("`{}` is null, and `nullable: false`", member.name);
                self.say(place, message);
            }
            return;
        }
        if let (Some(packing), Value::String(text)) = (member.serialize, value) {
            return self.packed(packing, text, member, place);
        }
        if has(&member.conflict, ConflictKind::Type) && !self.fits(&tabled(member), value) {
            if let Some(seen) = &mut self.seen {
                seen.sight(member).is_misfit = true;
            }
            return;
        }
        self.typed(&member.type_ref, member, value, place);
        let minds_bounds = self.is_request || self.seen.is_none();
        if let Some(problem) = bounds::broken(member, value).filter(|_| minds_bounds) {
            self.say(place, format!("`{}`: {problem}", member.name));
        }
    }

    fn typed(&mut self, type_ref: &TypeRef, owner: &Member, value: &Value, place: &Place<'_>) {
        match (type_ref, value) {
            (TypeRef::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
                    self.typed(item, owner, value, &place.index(index));
                }
            }
            (TypeRef::Map(item), Value::Object(map)) => {
                for (key, value) in map.iter().filter(|(_, item)| !item.is_null()) {
                    self.typed(item, owner, value, &place.key(key));
                }
            }
            (TypeRef::Object, Value::Object(map)) => {
                self.object(owner.fields.as_deref().unwrap_or_default(), map, place);
            }
            (TypeRef::Named(name), _) => self.named(name, owner, value, place),
            (TypeRef::Scalar(scalar), _) if fits_scalar(*scalar, value) => {
                if !owner.values.is_empty() {
                    self.documented(&owner.values, owner, None, value, place);
                }
                self.time(owner, value, place);
            }
            _ => self.mismatch(type_ref, owner, value, place),
        }
    }

    /// A time against its format. An empty text is how vendors leave a time out.
    fn time(&mut self, owner: &Member, value: &Value, place: &Place<'_>) {
        let text = plain_text(value);
        let Some(format) = owner
            .format
            .filter(|format| !text.is_empty() && !format.fits(&text))
        else {
            return;
        };
        let message = format!(
            "`{}` is {}, and not written as {}",
            owner.name,
            describe(value),
            format.pattern()
        );
        let finding = self.say(place, message);
        finding.help("a format that the page does not keep to is left out");
    }

    fn named(&mut self, name: &str, owner: &Member, value: &Value, place: &Place<'_>) {
        // An unknown type is told of where it is written.
        let Some((_, declared)) = self.checker.type_of(name) else {
            return;
        };
        match (&declared.fields, &declared.values, value) {
            (Some(fields), _, Value::Object(map)) => self.object(fields, map, place),
            (None, Some(values), Value::String(_)) => {
                self.documented(values, owner, Some(declared), value, place);
            }
            (None, None, _) => {}
            _ => self.mismatch(&TypeRef::Named(name.to_owned()), owner, value, place),
        }
    }

    /// A value that stands in one text, as it does on the wire.
    fn packed(&mut self, packing: Serialize, text: &str, member: &Member, place: &Place<'_>) {
        if packing == Serialize::Comma || text.is_empty() {
            return;
        }
        match serde_json::from_str::<Value>(text) {
            Ok(Value::String(_)) | Err(_) => {
                let message = format!("`{}` is JSON in a text, and this text is none", member.name);
                self.say(place, message);
            }
            Ok(value) => self.member(member, &value, place),
        }
    }

    fn mismatch(&mut self, type_ref: &TypeRef, owner: &Member, value: &Value, place: &Place<'_>) {
        let message = format!(
            "`{}` is declared as `{type_ref}` and has {} here",
            owner.name,
            describe(value)
        );
        let is_unquoted = matches!(type_ref, TypeRef::Scalar(scalar) if scalar.is_text())
            && (value.is_number() || value.is_boolean());
        if self.seen.is_none() {
            let finding = self.say(place, message);
            if is_unquoted {
                finding.help(format!(
                    "if the value is a text, write it in quotes: `\"{value}\"`"
                ));
            }
            return;
        }
        let sides = (
            owner.type_ref.to_string(),
            contradiction::shown_type(owner, type_ref, value),
        );
        let sides = (&*text_in_flow(&sides.0), &*text_in_flow(&sides.1));
        let mut help =
            contradiction::advice(&owner.conflict, ConflictKind::Type, sides, &owner.name);
        if !matches!(type_ref, TypeRef::Scalar(_)) || value.is_array() || value.is_object() {
            help.push_str(", and make it `type: any`, which alone holds both");
        }
        self.say(place, message).help(help);
    }

    /// An object's members by their fields.
    pub(super) fn object(
        &mut self,
        fields: &[Member],
        map: &Map<String, Value>,
        place: &Place<'_>,
    ) {
        let by_name = by_name(fields.iter());
        for (key, value) in map {
            let at = place.key(key);
            match by_name.get(key.as_str()).copied() {
                Some(field) => self.member(field, value, &at),
                None => self.unknown(key, fields.iter(), &at),
            }
        }
        for field in fields {
            let is_there = map.keys().any(|key| field.is_called(key));
            self.presence(field, is_there, place);
        }
    }

    /// A member that is declared nowhere.
    pub(super) fn unknown<'f>(
        &mut self,
        key: &str,
        fields: impl Iterator<Item = &'f Member>,
        place: &Place<'_>,
    ) {
        let is_sample = self.seen.is_some();
        let finding = self.say(place.name(), format!("`{key}` is declared nowhere"));
        finding.did_you_mean(key, fields.map(|field| field.name.as_str()));
        if is_sample {
            finding.help("what only the sample shows is declared with `evidence: sample`");
        }
    }

    /// Whether a member is there that should be. Examples may be parts.
    pub(super) fn presence(&mut self, field: &Member, is_there: bool, place: &Place<'_>) {
        let is_request = self.is_request;
        let Some(seen) = &mut self.seen else { return };
        if !field.conflict.is_empty() {
            let sight = seen.sight(field);
            sight.chances += 1;
            sight.present += usize::from(is_there);
        }
        let is_excused = has(&field.conflict, ConflictKind::Presence)
            || has(&field.conflict, ConflictKind::Required);
        let problem = if is_request {
            (field.required == Required::Yes && !field.is_filled()).then_some("`required: yes`")
        } else {
            (field.always == Some(true)).then_some("`always: true`")
        };
        if let Some(problem) = problem.filter(|_| !is_there && !is_excused) {
            let message = format!("`{}` is missing here, and is {problem}", field.name);
            let sides = ("present", "absent");
            let help =
                contradiction::advice(&field.conflict, ConflictKind::Presence, sides, &field.name);
            self.say(place, message).help(help);
        }
    }

    /// A value against the documented ones.
    fn documented(
        &mut self,
        values: &[EnumValue],
        owner: &Member,
        declared: Option<&TypeDef>,
        value: &Value,
        place: &Place<'_>,
    ) {
        let text = plain_text(value);
        if values.iter().any(|known| known.value == text) {
            return;
        }
        if let Some(seen) = &mut self.seen {
            if has(&owner.conflict, ConflictKind::Values) {
                seen.sight(owner).values.insert(text.to_string());
            }
            if let Some(declared) = declared.filter(|found| !found.conflict.is_empty()) {
                seen.sight(declared).values.insert(text.to_string());
            }
        }
        let of_type = declared.map_or(&[][..], |found| &found.conflict);
        let is_recorded = owner
            .conflict
            .iter()
            .chain(of_type)
            .any(|conflict| lists(conflict, &text));
        if is_recorded {
            return;
        }
        let of = declared.map_or(&owner.name, |found| &found.name);
        let there = declared.map_or(&owner.conflict, |found| &found.conflict);
        let known = values.iter().map(|known| known.value.as_str());
        let shown: String = text.chars().take(80).collect();
        let table: Vec<_> = known.clone().map(text_in_flow).collect();
        let sides = (
            format!("[{}]", table.join(", ")),
            format!("[{}]", text_in_flow(&text)),
        );
        let help = contradiction::advice(there, ConflictKind::Values, (&sides.0, &sides.1), of);
        let message = format!("`{shown}` is none of the values of `{of}`");
        let finding = self.checker.say(self.code(), place, message);
        finding.did_you_mean(&text, known).help(help);
    }

    /// Whether a value is of a type as far as it can be seen without looking into objects.
    fn fits(&self, type_ref: &TypeRef, value: &Value) -> bool {
        match type_ref {
            TypeRef::Scalar(scalar) => fits_scalar(*scalar, value),
            TypeRef::Object => value.is_object(),
            TypeRef::List(item) => value
                .as_array()
                .is_some_and(|items| items.iter().all(|value| self.fits(item, value))),
            TypeRef::Map(item) => value
                .as_object()
                .is_some_and(|map| map.values().all(|value| self.fits(item, value))),
            TypeRef::Named(name) => match self.checker.type_of(name) {
                Some((_, declared)) if declared.values.is_some() => value.is_string(),
                _ => value.is_object(),
            },
        }
    }
}

/// Members by their names and other spellings; of those that share one, the first.
pub(super) fn by_name<'m>(
    members: impl Iterator<Item = &'m Member>,
) -> HashMap<&'m str, &'m Member> {
    let mut found = HashMap::new();
    for member in members {
        for name in std::iter::once(&member.name).chain(&member.alias) {
            found.entry(name.as_str()).or_insert(member);
        }
    }
    found
}

/// What a type conflict's table says of a member that is left open because of it; else the member's own type.
fn tabled(member: &Member) -> Cow<'_, TypeRef> {
    let is_open = *member.type_ref.leaf() == TypeRef::Scalar(Scalar::Any);
    let mut conflicts = member.conflict.iter();
    let conflict = conflicts.find(|found| found.kind == ConflictKind::Type);
    let table = conflict.and_then(|found| found.table.as_ref()?.as_str());
    let table = table
        .filter(|_| is_open)
        .and_then(|table| TypeRef::parse(table).ok());
    table.map_or(Cow::Borrowed(&member.type_ref), Cow::Owned)
}

fn has(conflicts: &[Conflict], kind: ConflictKind) -> bool {
    conflicts.iter().any(|conflict| conflict.kind == kind)
}

/// Whether a conflict names a value that the table does not have.
fn lists(conflict: &Conflict, text: &str) -> bool {
    listed(conflict).any(|value| value == text)
}

/// The values that a conflict names beside those of the table.
pub(super) fn listed(conflict: &Conflict) -> impl Iterator<Item = Cow<'_, str>> {
    let sides = [&conflict.sample, &conflict.metadata];
    let is_it = conflict.kind == ConflictKind::Values;
    let sides = sides.into_iter().flatten().filter(move |_| is_it);
    sides.filter_map(Value::as_array).flatten().map(plain_text)
}

/// A value as the text that a list of values would hold.
pub(super) fn plain_text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

pub(crate) fn fits_scalar(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => value.is_string(),
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 | Scalar::Uint64 => scalar
            .integers()
            .zip(integer(value))
            .is_some_and(|(integers, integer)| integers.contains(&integer)),
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => value.is_number(),
        Scalar::Boolean => value.is_boolean(),
        Scalar::Any => true,
    }
}

fn integer(value: &Value) -> Option<i128> {
    let signed = value.as_i64().map(i128::from);
    signed.or_else(|| value.as_u64().map(i128::from))
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) => format!("`{value}`"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(text) => {
            let shown: String = text.chars().take(40).collect();
            format!("the text {shown:?}")
        }
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

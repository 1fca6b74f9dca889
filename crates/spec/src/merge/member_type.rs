//! A member's type: whether the sources mean the same, and another one in its place.

use serde_json::Value;

use super::conflicts;
use super::difference::DifferenceKind;
use super::holder::Home;
use super::pair::MemberPair;
use super::types;
use super::values;
use super::walk::Walk;
use super::yaml::Yaml;
use crate::check::time;
use crate::check::value::fits_scalar;
use crate::lock;
use crate::model::{
    ConflictKind, EnumValue, Evidence, Member, Scalar, TimeStyle, TypeRef, value_text,
};
use crate::naming;

/// What came of a member's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Both sides mean the same.
    Known,
    /// The source's stands in its place.
    Anew,
    /// They mean things so different that the rest is left alone.
    Apart,
}

impl<'a> Walk<'a> {
    /// Merges the type.
    pub(super) fn type_ref(&mut self, both: &MemberPair<'a, '_>) -> Typed {
        let holder = both.holder;
        let is_first = self.is_first(both, "type");
        let known = |is_known: bool| if is_known { Typed::Known } else { Typed::Apart };
        let (spec, fact) = (&both.spec.type_ref, &both.fact.type_ref);
        let is_packed = both.spec.serialize.is_some()
            && matches!(fact, TypeRef::Scalar(Scalar::String | Scalar::Any));
        let is_another = self.is_another_type(both) || self.is_said_anew(both);
        let same = is_packed || (self.agree(spec, fact) && !is_another);
        let leaves_agree = self.agree(spec.leaf(), fact.leaf()) && !is_another;
        if !is_first {
            return known(same);
        }
        if let Some(side) = conflicts::of(both.spec, ConflictKind::Type, self.origin) {
            let explained = side.as_str().and_then(|side| TypeRef::parse(side).ok());
            let is_told = explained.is_some_and(|side| self.agree(&side, fact));
            if !is_told {
                self.stale(both, ConflictKind::Type, side, &fact.to_string());
            }
            return known(same);
        }
        if same {
            return Typed::Known;
        }
        let is_shared = self.is_page_on_shared(holder.home);
        if !both.may_change && !is_shared {
            // A source that says the same more exactly can be believed in the rest.
            return known(types::is_vaguer(spec, fact));
        }
        let wanted = types::rewrapped(spec, fact, leaves_agree);
        let loses_fields = both.spec.fields.is_some() && *wanted.leaf() != TypeRef::Object;
        let kind = if is_shared || loses_fields || self.loses_words(both, &wanted) {
            DifferenceKind::ByHand
        } else {
            DifferenceKind::Changed
        };
        let node = (holder.home, holder.value_of("type"));
        let about = (both.subject, "type");
        let is_merged = self.tell(kind, node, about, fact.to_string(), spec.to_string());
        if !is_merged || kind == DifferenceKind::ByHand {
            return Typed::Apart;
        }
        self.retype(both, wanted);
        Typed::Anew
    }

    /// Whether an inventory, from which the spec's type came, has another one in its place: what it says of that
    /// one's fields is nothing about this one's. Elsewhere a type's name is the spec's own, as it is not on the
    /// wire.
    pub(super) fn is_another_type(&self, both: &MemberPair<'a, '_>) -> bool {
        let (ours, theirs) = (&both.spec.type_ref, &both.fact.type_ref);
        let (Some(ours), Some(theirs)) = (ours.leaf_name(), theirs.leaf_name()) else {
            return false;
        };
        let theirs = self.renamed.get(theirs).map_or(theirs, String::as_str);
        let Some(index) = self.service_types.get(ours) else {
            return false;
        };
        let subject = format!("type {ours}");
        let is_stub = self.service.types[*index].removed.is_some();
        let is_its_own = match self.was_stated(Home::Service, &subject) {
            Some(was_stated) => was_stated || is_stub,
            None => self.evidence(both.holder.home, both.spec) == Evidence::Metadata,
        };
        ours != theirs && self.origin.evidence == Evidence::Metadata && is_its_own
    }

    /// Whether the source says something else than when the spec took the type from it, be it that both can be
    /// meant: what was left open is told now, or a whole number is any number now.
    pub(super) fn is_said_anew(&self, both: &MemberPair<'a, '_>) -> bool {
        let (spec, fact) = (&both.spec.type_ref, &both.fact.type_ref);
        let is_open = *fact == TypeRef::Scalar(Scalar::Any);
        both.may_change
            && !is_open
            && fact != spec
            && self.value_before(both.holder.home, both.subject, "type") == Some(&spec.to_string())
    }

    /// Another type, with the types that it needs, and without what it cannot have.
    fn retype(&mut self, both: &MemberPair<'a, '_>, wanted: TypeRef) {
        let holder = both.holder;
        let mut known = [Member {
            fields: both.fact.fields.clone(),
            ..Member::new(&both.fact.name, wanted)
        }];
        self.declare_types(&mut known, holder.home, &[]);
        let [known] = known;
        self.set(both, "type", &Yaml::from(known.type_ref.to_string()));
        let is_object = *known.type_ref.leaf() == TypeRef::Object;
        if both.spec.fields.is_none()
            && let Some(fields) = known.fields.as_ref().filter(|_| is_object)
        {
            self.set(both, "fields", &Yaml::of(fields));
        }
        // Values are seen to with those that the source has in their place.
        let misfits = misfits(both, &known.type_ref).into_iter();
        for key in misfits.filter(|key| *key != "values") {
            let node = holder.value_of(key);
            let was = node.scalar().as_ref().map(value_text);
            let (node, about) = ((holder.home, node), (both.subject, key));
            let was = was.unwrap_or_default();
            let _ = self.tell(DifferenceKind::Gone, node, about, "", was);
            self.doc(holder.home).edits.delete_key(holder.node, key);
        }
    }

    /// Whether something that a person wrote of the member means nothing for its new type.
    fn loses_words(&self, both: &MemberPair<'a, '_>, wanted: &TypeRef) -> bool {
        let own = lock::values::of_member(both.spec);
        let is_of_source = |key: &str| {
            let value = own.iter().find(|(name, _)| *name == key);
            let stated = self.value_before(both.holder.home, both.subject, key);
            value.is_some_and(|(_, value)| stated == Some(value_text(value).as_str()))
        };
        let is_described = |value: &EnumValue| value.doc.is_some() || value.rename.is_some();
        self.stated_before.is_some()
            && misfits(both, wanted).into_iter().any(|key| match key {
                "values" => both.spec.values.iter().any(is_described) || !is_of_source(key),
                // It is of the type, and examples are as good as each other.
                "rename_type" | "example" => false,
                key => !is_of_source(key),
            })
    }
}

/// The keys of a member that mean nothing for another type, and have nothing from the source in their place.
fn misfits(both: &MemberPair<'_, '_>, wanted: &TypeRef) -> Vec<&'static str> {
    let (spec, fact) = (both.spec, both.fact);
    let is_number = matches!(wanted, TypeRef::Scalar(scalar) if scalar.is_number());
    let keeps_fields = spec.fields.is_some() && *wanted.leaf() == TypeRef::Object;
    let is_text = *wanted.leaf() == TypeRef::Scalar(Scalar::String);
    let keeps_values = is_text && !spec.values.is_empty() && values::still_fit(both);
    let declares = keeps_fields || keeps_values || naming::declares_type(fact);
    let has_length = matches!(wanted, TypeRef::Scalar(Scalar::String) | TypeRef::List(_));
    let fits = |value: &Value| match wanted {
        TypeRef::Scalar(scalar) => fits_scalar(*scalar, value),
        _ => false,
    };
    let misfit = |ours: &Option<Value>, theirs: &Option<Value>| {
        theirs.is_none() && ours.as_ref().is_some_and(|value| !fits(value))
    };
    let is_time = |format: TimeStyle| match wanted.leaf() {
        TypeRef::Scalar(scalar) => time::goes_with(format, *scalar),
        _ => false,
    };
    let is_no_time = spec.format.is_some_and(|format| !is_time(format));
    let all = [
        ("format", is_no_time),
        ("zone", is_no_time && spec.zone.is_some()),
        ("min", spec.min.is_some() && !is_number),
        ("max", spec.max.is_some() && !is_number),
        ("min_length", spec.min_length.is_some() && !has_length),
        ("max_length", spec.max_length.is_some() && !has_length),
        ("pattern", spec.pattern.is_some() && !has_length),
        ("rename_type", spec.rename_type.is_some() && !declares),
        ("default", misfit(&spec.default, &fact.default)),
        ("example", misfit(&spec.example, &fact.example)),
        ("values", !values::still_fit(both)),
    ];
    let misfits = all.into_iter().filter(|(_, is_misfit)| *is_misfit);
    misfits.map(|(key, _)| key).collect()
}

//! Lowering the types of one file: declared types, and the inline ones inside them.

use cloudwright_spec::model::{EnumValue, Member, Removal, Scalar, TypeDef, TypeRef};
use cloudwright_spec::naming::{self, Inside, Owner, Wire};

use super::shapes;
use super::types::{
    Direction, MemberModel, RustType, TypeId, TypeKind, TypeModel, TypePlace, VariantModel,
};

/// Finds declared types by name: those of the file at hand, and those it may refer to elsewhere.
pub(super) trait Lookup {
    fn find(&self, name: &str) -> Option<RustType>;
}

/// A list of members with what owns it: a request, a response, or a type.
pub(super) struct MemberList<'a> {
    pub members: &'a [Member],
    pub owner: Owner,
    /// What surrounds it, for the names of inline types.
    pub inside: Inside,
    /// Wire names that lead here.
    pub path: String,
    /// The same as changes are told; see [`TypeModel::subject`].
    pub subject: String,
}

/// What a file declares and what its members declare on the way.
pub(super) struct Scope<'a> {
    place: TypePlace,
    entries: Vec<Entry<'a>>,
}

/// A type that is being lowered.
struct Entry<'a> {
    name: String,
    wire: String,
    subject: String,
    doc: Option<&'a str>,
    removed: Option<&'a Removal>,
    kind: EntryKind<'a>,
}

enum EntryKind<'a> {
    Struct(Vec<MemberModel<'a>>),
    Enum(&'a [EnumValue]),
}

impl<'a> Scope<'a> {
    pub(super) fn new(place: TypePlace) -> Self {
        Self {
            place,
            entries: Vec::new(),
        }
    }

    /// The declared types. Entry `n` is type `n` of the list, so that references can be resolved
    /// before their targets are lowered.
    pub(super) fn declare(&mut self, types: &'a [TypeDef], lookup: &impl Lookup) {
        for definition in types {
            let wire = Wire::new(&definition.name, definition.rename.as_deref());
            self.entries.push(Entry {
                name: naming::type_name(wire),
                wire: definition.name.clone(),
                subject: format!("type {}", definition.name),
                doc: definition.doc.as_deref(),
                removed: definition.removed.as_ref(),
                kind: match &definition.values {
                    Some(values) => EntryKind::Enum(values),
                    None => EntryKind::Struct(Vec::new()),
                },
            });
        }
        for (index, definition) in types.iter().enumerate() {
            if let Some(fields) = &definition.fields {
                let list = MemberList {
                    members: fields,
                    owner: Owner::Type,
                    inside: Inside::declared(&self.entries[index].name),
                    path: definition.name.clone(),
                    subject: self.entries[index].subject.clone(),
                };
                let members = self.members(&list, lookup);
                self.entries[index].kind = EntryKind::Struct(members);
            }
        }
    }

    /// The members of a list; inline types in it become entries of this scope.
    pub(super) fn members(
        &mut self,
        list: &MemberList<'a>,
        lookup: &impl Lookup,
    ) -> Vec<MemberModel<'a>> {
        list.members
            .iter()
            .map(|member| MemberModel {
                spec: member,
                ident: naming::member(
                    Wire::new(&member.name, member.rename.as_deref()),
                    list.owner,
                ),
                rust: self.rust_type(member, &member.type_ref, list, lookup),
                boxed: false,
            })
            .collect()
    }

    fn rust_type(
        &mut self,
        member: &'a Member,
        type_ref: &TypeRef,
        list: &MemberList<'a>,
        lookup: &impl Lookup,
    ) -> RustType {
        match type_ref {
            TypeRef::List(inner) => {
                RustType::List(Box::new(self.rust_type(member, inner, list, lookup)))
            }
            TypeRef::Map(inner) => {
                RustType::Map(Box::new(self.rust_type(member, inner, list, lookup)))
            }
            // The checks refuse names that nothing declares; text is the harmless fallback.
            TypeRef::Named(name) => lookup.find(name).unwrap_or(RustType::Any),
            TypeRef::Object => self.inline_struct(member, list, lookup),
            TypeRef::Scalar(scalar) if member.is_time() => RustType::DateTime {
                number: scalar.is_integer(),
            },
            TypeRef::Scalar(Scalar::String) if !member.values.is_empty() => {
                self.inline_enum(member, list)
            }
            TypeRef::Scalar(scalar) => scalar_type(*scalar),
        }
    }

    fn inline_struct(
        &mut self,
        member: &'a Member,
        list: &MemberList<'a>,
        lookup: &impl Lookup,
    ) -> RustType {
        let (index, inside) = self.inline(member, list, EntryKind::Struct(Vec::new()));
        let inner = MemberList {
            members: member.fields.as_deref().unwrap_or_default(),
            owner: Owner::Type,
            inside,
            path: self.entries[index].wire.clone(),
            subject: self.entries[index].subject.clone(),
        };
        let members = self.members(&inner, lookup);
        self.entries[index].kind = EntryKind::Struct(members);
        RustType::Struct(self.id(index))
    }

    fn inline_enum(&mut self, member: &'a Member, list: &MemberList<'a>) -> RustType {
        let (index, _) = self.inline(member, list, EntryKind::Enum(&member.values));
        RustType::Enum(self.id(index))
    }

    fn inline(
        &mut self,
        member: &'a Member,
        list: &MemberList<'a>,
        kind: EntryKind<'a>,
    ) -> (usize, Inside) {
        let (name, inside) = list.inside.inline(member);
        self.entries.push(Entry {
            name,
            wire: format!("{}.{}", list.path, member.name),
            subject: format!("{} {}", list.subject, member.name),
            doc: member.doc.as_deref(),
            removed: None,
            kind,
        });
        (self.entries.len() - 1, inside)
    }

    fn id(&self, index: usize) -> TypeId {
        TypeId {
            place: self.place,
            index,
        }
    }

    /// The types.
    pub(super) fn finish(self) -> Vec<TypeModel<'a>> {
        let names = self.entries.iter().map(|entry| &*entry.name);
        let shapes = shapes::names(&names.collect::<Vec<_>>());
        self.entries
            .into_iter()
            .zip(shapes)
            .map(|(entry, shape)| TypeModel {
                name: entry.name,
                shape,
                wire: entry.wire,
                subject: entry.subject,
                doc: entry.doc,
                removed: entry.removed,
                direction: Direction::default(),
                kind: match entry.kind {
                    EntryKind::Struct(members) => TypeKind::Struct(members),
                    EntryKind::Enum(values) => TypeKind::Enum(variants(values)),
                },
            })
            .collect()
    }
}

fn variants(values: &[EnumValue]) -> Vec<VariantModel<'_>> {
    let variant = |spec| VariantModel {
        spec,
        ident: naming::variant(Wire::new(&spec.value, spec.rename.as_deref())),
    };
    values.iter().map(variant).collect()
}

fn scalar_type(scalar: Scalar) -> RustType {
    match scalar {
        Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => RustType::String,
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 => RustType::Integer,
        Scalar::Uint64 => RustType::Unsigned,
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => RustType::Number,
        Scalar::Boolean => RustType::Boolean,
        Scalar::Any => RustType::Any,
    }
}

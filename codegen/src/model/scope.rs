//! Lowering the types of one file: declared types, and the inline ones inside them.

use cloudwright_spec::model::{EnumValue, Member, Scalar, TypeDef, TypeRef};
use cloudwright_spec::naming::{self, Owner, Wire};

use super::names::{Claim, settle};
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
    /// What the names of inline types in it begin with.
    pub prefix: String,
    /// The same where names would become too long: only what the last member on the way is called.
    pub short_prefix: String,
    /// Wire names that lead here, to tell claims apart.
    pub path: String,
}

/// What a file declares and what its members declare on the way, before names are settled.
pub(super) struct Scope<'a> {
    place: TypePlace,
    entries: Vec<Entry<'a>>,
    claims: Vec<Claim>,
}

/// A type without its name.
struct Entry<'a> {
    wire: String,
    doc: Option<&'a str>,
    kind: EntryKind<'a>,
}

enum EntryKind<'a> {
    Struct(Vec<MemberModel<'a>>),
    Enum(&'a [EnumValue]),
}

/// Names of inline types that would be longer than this begin at their owner, not at the root.
/// Catalogues nest 19 deep, and rustdoc makes a file of every name.
const LONGEST_PATH_NAME: usize = 80;

/// Ranks of claims; see [`Claim::rank`].
const RESERVED: u8 = 0;
const DECLARED: u8 = 1;
const INLINE: u8 = 2;

impl<'a> Scope<'a> {
    pub(super) fn new(place: TypePlace) -> Self {
        Self {
            place,
            entries: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// The declared types. Entry `n` is type `n` of the list, so that references can be resolved
    /// before their targets are lowered.
    pub(super) fn declare(&mut self, types: &'a [TypeDef], lookup: &impl Lookup) {
        for definition in types {
            self.claims.push(Claim {
                wanted: naming::type_name(Wire::new(
                    &definition.name,
                    definition.rename.as_deref(),
                )),
                rank: DECLARED,
                path: definition.name.clone(),
            });
            self.entries.push(Entry {
                wire: definition.name.clone(),
                doc: definition.doc.as_deref(),
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
                    prefix: self.claims[index].wanted.clone(),
                    short_prefix: self.claims[index].wanted.clone(),
                    path: definition.name.clone(),
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
        let wires: Vec<Wire<'_>> = list
            .members
            .iter()
            .map(|member| Wire::new(&member.name, member.rename.as_deref()))
            .collect();
        let names = naming::members(&wires, list.owner);
        list.members
            .iter()
            .zip(names)
            .map(|(member, ident)| MemberModel {
                spec: member,
                ident,
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
        let index = self.claim(member, list, EntryKind::Struct(Vec::new()));
        let inner = MemberList {
            members: member.fields.as_deref().unwrap_or_default(),
            owner: Owner::Type,
            prefix: self.claims[index].wanted.clone(),
            short_prefix: own_name(member),
            path: self.claims[index].path.clone(),
        };
        let members = self.members(&inner, lookup);
        self.entries[index].kind = EntryKind::Struct(members);
        RustType::Struct(self.id(index))
    }

    fn inline_enum(&mut self, member: &'a Member, list: &MemberList<'a>) -> RustType {
        let index = self.claim(member, list, EntryKind::Enum(&member.values));
        RustType::Enum(self.id(index))
    }

    fn claim(&mut self, member: &'a Member, list: &MemberList<'a>, kind: EntryKind<'a>) -> usize {
        let own = own_name(member);
        let mut wanted = format!("{}{own}", list.prefix);
        if wanted.len() > LONGEST_PATH_NAME {
            wanted = format!("{}{own}", list.short_prefix);
        }
        self.claims.push(Claim {
            wanted: naming::type_name(Wire::new("", Some(&wanted))),
            rank: INLINE,
            path: format!("{}.{}", list.path, member.name),
        });
        self.entries.push(Entry {
            wire: format!("{}.{}", list.path, member.name),
            doc: member.doc.as_deref(),
            kind,
        });
        self.entries.len() - 1
    }

    fn id(&self, index: usize) -> TypeId {
        TypeId {
            place: self.place,
            index,
        }
    }

    /// Settles the names; `reserved` are the file's own items, which keep theirs.
    pub(super) fn finish(self, reserved: &[&str]) -> Vec<TypeModel<'a>> {
        let mut claims = self.claims;
        claims.extend(reserved.iter().map(|name| Claim {
            wanted: (*name).to_owned(),
            rank: RESERVED,
            path: (*name).to_owned(),
        }));
        let names = settle(&claims);
        let shapes: Vec<Claim> = names
            .iter()
            .map(|name| Claim {
                wanted: format!("{}_SHAPE", naming::snake(name).to_ascii_uppercase()),
                rank: DECLARED,
                path: name.clone(),
            })
            .collect();
        let shapes = settle(&shapes);
        self.entries
            .into_iter()
            .zip(names.into_iter().zip(shapes))
            .map(|(entry, (name, shape))| TypeModel {
                name,
                shape,
                wire: entry.wire,
                doc: entry.doc,
                direction: Direction::default(),
                kind: match entry.kind {
                    EntryKind::Struct(members) => TypeKind::Struct(members),
                    EntryKind::Enum(values) => TypeKind::Enum(variants(values)),
                },
            })
            .collect()
    }
}

/// What a member adds to the name of an inline type.
fn own_name(member: &Member) -> String {
    naming::camel(member.rename.as_deref().unwrap_or(&member.name))
}

fn variants(values: &[EnumValue]) -> Vec<VariantModel<'_>> {
    let wires: Vec<Wire<'_>> = values
        .iter()
        .map(|value| Wire::new(&value.value, value.rename.as_deref()))
        .collect();
    values
        .iter()
        .zip(naming::variants(&wires))
        .map(|(spec, ident)| VariantModel { spec, ident })
        .collect()
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

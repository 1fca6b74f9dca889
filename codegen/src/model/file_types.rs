//! Lowering the types of one file: declared types, and the inline ones inside them.

use cloudwright_spec::model::{EnumValue, Member, Scalar, TypeDef, TypeRef};
use cloudwright_spec::naming::{self, Inside, Owner, Wire};

use super::types::{
    Declared, MemberModel, RustType, TypeId, TypeKind, TypeModel, TypePlace, Usage, VariantModel,
};
use super::{reach, shapes};

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

/// What a file declares, and what its members declare on the way.
pub(super) struct FileTypes<'s, 'a> {
    place: TypePlace,
    declared: Declared<'a>,
    /// The service's, for the files of its actions.
    shared: Option<&'s Declared<'a>>,
    types: Vec<TypeModel<'a>>,
}

impl<'s, 'a> FileTypes<'s, 'a> {
    /// Lowers the declared types. Definition `n` is type `n` of the list, so that references can be
    /// resolved before their targets are lowered.
    pub(super) fn new(
        place: TypePlace,
        definitions: &'a [TypeDef],
        shared: Option<&'s Declared<'a>>,
    ) -> Self {
        let mut file_types = Self {
            place,
            declared: Declared::new(),
            shared,
            types: Vec::new(),
        };
        for definition in definitions {
            let wire = Wire::new(&definition.name, definition.rename.as_deref());
            let id = file_types.add(TypeModel {
                name: naming::type_name(wire),
                wire: definition.name.clone(),
                subject: format!("type {}", definition.name),
                doc: definition.doc.as_deref(),
                removed: definition.removed.as_ref(),
                usage: Usage::default(),
                kind: match &definition.values {
                    Some(values) => TypeKind::of_values(values),
                    None => TypeKind::Struct(Vec::new()),
                },
                shape: String::new(),
            });
            let rust = match definition.values {
                Some(_) => RustType::Enum(id),
                None => RustType::Struct(id),
            };
            file_types.declared.insert(&definition.name, rust);
        }
        for (index, definition) in definitions.iter().enumerate() {
            if let Some(members) = &definition.fields {
                let inside = Inside::declared(&file_types.types[index].name);
                file_types.fields(index, members, inside);
            }
        }
        file_types
    }

    fn add(&mut self, model: TypeModel<'a>) -> TypeId {
        self.types.push(model);
        TypeId {
            place: self.place,
            index: self.types.len() - 1,
        }
    }

    /// Lowers the fields of a structure.
    fn fields(&mut self, index: usize, members: &'a [Member], inside: Inside) {
        let members = self.members(&MemberList {
            members,
            owner: Owner::Type,
            inside,
            path: self.types[index].wire.clone(),
            subject: self.types[index].subject.clone(),
        });
        self.types[index].kind = TypeKind::Struct(members);
    }

    /// The members of a list; inline types in it become types of the file.
    pub(super) fn members(&mut self, list: &MemberList<'a>) -> Vec<MemberModel<'a>> {
        let mut members = Vec::with_capacity(list.members.len());
        for member in list.members {
            let wire = Wire::new(&member.name, member.rename.as_deref());
            members.push(MemberModel {
                spec: member,
                ident: naming::member(wire, list.owner),
                rust: self.rust_type(member, &member.type_ref, list),
                boxed: false,
            });
        }
        members
    }

    fn rust_type(
        &mut self,
        member: &'a Member,
        type_ref: &TypeRef,
        list: &MemberList<'a>,
    ) -> RustType {
        match type_ref {
            TypeRef::List(inner) => RustType::List(Box::new(self.rust_type(member, inner, list))),
            TypeRef::Map(inner) => RustType::Map(Box::new(self.rust_type(member, inner, list))),
            TypeRef::Named(name) => self.named(name),
            TypeRef::Object => {
                let (id, inside) = self.inline(member, list, TypeKind::Struct(Vec::new()));
                let fields = member.fields.as_deref().unwrap_or_default();
                self.fields(id.index, fields, inside);
                RustType::Struct(id)
            }
            TypeRef::Scalar(scalar) if member.is_time() => RustType::DateTime {
                number: scalar.is_integer(),
            },
            TypeRef::Scalar(Scalar::String) if !member.values.is_empty() => {
                let (id, _) = self.inline(member, list, TypeKind::of_values(&member.values));
                RustType::Enum(id)
            }
            TypeRef::Scalar(scalar) => scalar_type(*scalar),
        }
    }

    /// A type of this file, or of the service.
    fn named(&self, name: &str) -> RustType {
        let found = self.declared.get(name);
        let found = found.or_else(|| self.shared?.get(name));
        // The checks refuse names that nothing declares; anything is the harmless fallback.
        found.cloned().unwrap_or(RustType::Any)
    }

    /// Adds the type that a member declares itself.
    fn inline(
        &mut self,
        member: &'a Member,
        list: &MemberList<'a>,
        kind: TypeKind<'a>,
    ) -> (TypeId, Inside) {
        let (name, inside) = list.inside.inline(member);
        let id = self.add(TypeModel {
            name,
            wire: format!("{}.{}", list.path, member.name),
            subject: format!("{} {}", list.subject, member.name),
            doc: member.doc.as_deref(),
            removed: None,
            usage: Usage::default(),
            kind,
            shape: String::new(),
        });
        (id, inside)
    }

    /// The types, and what the declared ones stand for.
    pub(super) fn finish(mut self) -> (Vec<TypeModel<'a>>, Declared<'a>) {
        let names: Vec<&str> = self.types.iter().map(|model| &*model.name).collect();
        let shapes = shapes::names(&names);
        for (model, shape) in self.types.iter_mut().zip(shapes) {
            model.shape = shape;
        }
        reach::box_circles(self.place, &mut self.types);
        (self.types, self.declared)
    }
}

impl<'a> TypeKind<'a> {
    fn of_values(values: &'a [EnumValue]) -> Self {
        Self::Enum(values.iter().map(VariantModel::of_value).collect())
    }
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

//! The runtime's tables of actions, made from specs as they are: calls of actions that no crate was
//! generated for. They live as long as the program, like generated ones.

use cloudwright::core::meta::{
    Endpoints, ErrorClass, ErrorCodeInfo, Kind, Operation, Parameter, Place, Service, Shape,
};
use cloudwright_spec::model::{self, Member, Scalar, TypeRef};
use cloudwright_spec::{LoadedAction, LoadedService};

fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn text(text: &str) -> &'static str {
    leaked(text.to_owned())
}

fn list<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    leaked(items.collect::<Vec<T>>())
}

/// The table of a service.
pub(crate) fn service(loaded: &LoadedService) -> &'static Service {
    let about = &loaded.service;
    let protocols = list(about.protocols.iter().copied());
    let endpoints = Endpoints::new(text(&about.endpoints.default));
    let (id, product, title) = (&about.service, &about.product, &about.title);
    let mut table = Service::new(
        text(id),
        about.provider,
        text(product),
        text(title),
        protocols,
        endpoints,
    )
    .errors(errors(&about.errors));
    if let Some(version) = &about.version {
        table = table.version(text(version));
    }
    if let Some(envelope) = &about.envelope {
        table = table.envelope(text(envelope));
    }
    leaked(table)
}

fn errors(errors: &[model::ErrorCode]) -> &'static [ErrorCodeInfo] {
    // What an error's class does is tested elsewhere.
    let info =
        |error: &model::ErrorCode| ErrorCodeInfo::new(text(&error.code), ErrorClass::default());
    list(errors.iter().map(info))
}

/// The table of an action, of a service that has one.
pub(crate) fn operation(
    service: &'static Service,
    loaded: &LoadedService,
    found: &LoadedAction,
) -> &'static Operation {
    let action = &found.action;
    let (method, path) = (loaded.method(action), loaded.path(action));
    let types = Types { loaded, found };
    let parameters = action.request.iter().map(|member| {
        let place = loaded.location(action, member);
        types.parameter(member, place, 0)
    });
    let table = Operation::new(
        service,
        text(&action.action),
        action.access,
        text(method),
        text(path),
    )
    .parameters(list(parameters))
    .sensitive_in_answer(list(
        loaded
            .sensitive(action, &action.response)
            .into_iter()
            .map(text),
    ))
    .errors(errors(&action.errors));
    leaked(table)
}

#[derive(Clone, Copy)]
struct Types<'a> {
    loaded: &'a LoadedService,
    found: &'a LoadedAction,
}

impl Types<'_> {
    fn parameter(self, member: &Member, place: Place, depth: usize) -> Parameter {
        let kind = self.kind(member, &member.type_ref, place, depth);
        let mut table = Parameter::new(text(&member.name), kind, place);
        if member.required == model::Required::Yes && member.conflict.is_empty() {
            table = table.required();
        }
        if member.sensitive {
            table = table.sensitive();
        }
        if member.implicit {
            table = table.implicit();
        }
        if member.idempotency_token {
            table = table.idempotency_token();
        }
        match member.serialize {
            Some(how) => table.serialize(how),
            None => table,
        }
    }

    fn kind(self, member: &Member, type_ref: &TypeRef, place: Place, depth: usize) -> Kind {
        let inner = |inner: &TypeRef| leaked(self.kind(member, inner, place, depth));
        match type_ref {
            TypeRef::List(item) => Kind::List(inner(item)),
            TypeRef::Map(item) => Kind::Map(inner(item)),
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Integer | Scalar::Int32 | Scalar::Int64 => Kind::Integer,
                Scalar::Uint64 => Kind::Unsigned,
                Scalar::Number | Scalar::Float32 | Scalar::Float64 => Kind::Number,
                Scalar::Boolean => Kind::Boolean,
                Scalar::Any => Kind::Any,
                Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => Kind::String,
            },
            TypeRef::Object | TypeRef::Named(_) => {
                match self.loaded.fields_of(&self.found.action, member) {
                    // A table by value cannot hold itself; nothing that is sent here is so deep.
                    Some(_) if depth > 5 => Kind::Any,
                    Some(fields) => {
                        let fields = fields.iter();
                        let fields = fields.map(|field| self.parameter(field, place, depth + 1));
                        Kind::Object(leaked(Shape::new("", list(fields))))
                    }
                    None => Kind::String,
                }
            }
        }
    }
}

//! The runtime's tables of actions, made from specs as they are: calls of actions that no crate was
//! generated for. They live as long as the program, like generated ones.

use cloudwright::core::meta::{
    Access, Cloud, Endpoints, ErrorClass, ErrorCodeInfo, Kind, Operation, Parameter, Place,
    Serialize, Service, Shape, Signer,
};
use cloudwright_spec::model::{self, Location, Member, Protocol, Provider, Scalar, TypeRef};
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
    let cloud = match about.provider {
        Provider::Tencent => Cloud::TENCENT,
        Provider::Alibaba => Cloud::ALIBABA,
        Provider::Huawei => Cloud::HUAWEI,
    };
    let signers = list(about.protocols.iter().map(|protocol| signer(*protocol)));
    let endpoints = Endpoints::new(text(&about.endpoints.default));
    let (id, product, title) = (&about.service, &about.product, &about.title);
    let mut table = Service::new(
        text(id),
        cloud,
        text(product),
        text(title),
        signers,
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

fn signer(protocol: Protocol) -> Signer {
    match protocol {
        Protocol::TencentTc3 => Signer::TENCENT_TC3,
        Protocol::TencentQcloudV2 => Signer::TENCENT_QCLOUD_V2,
        Protocol::AliyunAcs3 => Signer::ALIYUN_ACS3,
        Protocol::AliyunRpcV1 => Signer::ALIYUN_RPC_V1,
        Protocol::AliyunRoa => Signer::ALIYUN_ROA,
        Protocol::HuaweiAksk => Signer::HUAWEI_AKSK,
        Protocol::HuaweiToken => Signer::HUAWEI_TOKEN,
    }
}

fn errors(errors: &[model::ErrorCode]) -> &'static [ErrorCodeInfo] {
    // What an error's class does is tested elsewhere.
    let info =
        |error: &model::ErrorCode| ErrorCodeInfo::new(text(&error.code), ErrorClass::default(), "");
    list(errors.iter().map(info))
}

/// The table of an action, of a service that has one.
pub(crate) fn operation(
    service: &'static Service,
    loaded: &LoadedService,
    found: &LoadedAction,
) -> &'static Operation {
    let action = &found.action;
    let access = match action.access {
        model::Access::Read => Access::Read,
        model::Access::Write => Access::Write,
    };
    let (method, path) = (loaded.method(action), loaded.path(action));
    let types = Types { loaded, found };
    let parameters = action.request.iter().map(|member| {
        let place = match loaded.location(action, member) {
            Location::Body => Place::Body,
            Location::BodyRoot => Place::BodyRoot,
            Location::Query => Place::Query,
            Location::Path => Place::Path,
            Location::Header => Place::Header,
            Location::Host => Place::Host,
        };
        types.parameter(member, place, 0)
    });
    let table = Operation::new(
        service,
        text(&action.action),
        access,
        text(method),
        text(path),
    )
    .parameters(list(parameters))
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
        if member.implicit {
            table = table.implicit();
        }
        match member.serialize {
            Some(model::Serialize::Json) => table.serialize(Serialize::Json),
            Some(model::Serialize::Comma) => table.serialize(Serialize::Comma),
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

//! `cloudwright raw`: signs and sends what no table knows.
//!
//! What is known is what is typed: the cloud, the product, the version, the action, and the parameters as
//! JSON. A table of just that is made, so that the call goes the way of all calls.

use clap::Args;
use cloudwright_core::meta::{
    Access, Endpoints, Kind, Operation, Parameter, Place, Protocol, Provider, Service, Shape,
};
use cloudwright_vocabulary::layout::Envelope;
use serde_json::{Map, Value};

use super::{policy, request, sending};
use crate::catalog::{self, tables};
use crate::command::options::Options;
use crate::failure::{Abort, Failure};

/// Calls an action that the catalogue does not know
///
/// It signs --input and sends it. Members of --input that stand in --path as {name} go there; the others go where the
/// cloud's protocol has them. It counts as a write, unless its method is GET: it is not retried where it may have been
/// applied.
#[derive(Args)]
#[command(
    after_help = "Example:\n  cloudwright raw tencent cvm 2017-03-12 DescribeZones --input '{}' \
                  --region ap-guangzhou --dry-run"
)]
pub(crate) struct Arguments {
    #[arg(value_name = "PROVIDER", help = format!("The cloud: {}", Provider::WORDS.join(", ")))]
    provider: String,
    /// The vendor's code of the product: cvm, Ecs, swr
    #[arg(value_name = "PRODUCT")]
    product: String,
    /// The API version: 2017-03-12; v2 at Huawei
    #[arg(value_name = "VERSION")]
    version: String,
    /// The action, as the wire spells it
    #[arg(value_name = "ACTION")]
    action: String,
    /// The HTTP method; POST unless given
    #[arg(long, value_name = "METHOD", help_heading = "Raw", ignore_case = true)]
    #[arg(value_parser = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])]
    #[arg(default_value = "POST", hide_default_value = true)]
    method: String,
    #[arg(long, value_name = "PATH", help_heading = "Raw")]
    #[arg(help = "The path, for Huawei and for Alibaba's actions by path: /v2/{project_id}/jobs")]
    path: Option<String>,
    #[command(flatten)]
    options: Options,
}

/// Makes the call.
pub(crate) fn run(arguments: Arguments) -> Result<(), Abort> {
    let options = arguments.options.understood()?;
    for (option, given) in [
        ("--mock", options.target.mock),
        ("--generate-input", options.preview.generate_input),
    ] {
        if given {
            let told = format!("{option} needs an action that the catalogue knows");
            return Err(Failure::usage(told).into());
        }
    }
    let provider = catalog::provider(&arguments.provider)?;
    let path = arguments.path.as_deref();
    let method = arguments.method.to_ascii_uppercase();
    let protocol = protocol(provider, path.is_some());
    if protocol.is_rest() && path.is_none() {
        return Err(Failure::usage(format!(
            "actions of {} need --path, and --method where it is not POST",
            provider.title()
        ))
        .into());
    }
    if path.is_some_and(|path| !path.starts_with('/')) {
        return Err(Failure::usage("--path begins with /").into());
    }
    let parameters = request::input(&options)?;
    let service = service(protocol, &arguments.product, &arguments.version)?;
    let access = match &*method {
        "GET" | "HEAD" => Access::Read,
        _ => Access::Write,
    };
    let path = path.unwrap_or("/");
    let fields = parameters.iter().map(|(name, value)| {
        Parameter::new(
            tables::text(name),
            kind(name, value),
            place(protocol, path, &method, name),
        )
    });
    let mut fields: Vec<Parameter> = fields.collect();
    if path.contains("{project_id}") && !parameters.contains_key("project_id") {
        let project = Parameter::new("project_id", Kind::String, Place::Path);
        fields.push(project.required().implicit());
    }
    let [action, method, path] = [&arguments.action, &*method, path].map(tables::text);
    let operation = Operation::new(service, action, access, method, path)
        .parameters(tables::list(fields.into_iter()));
    let operation = tables::leaked(operation);
    let question = policy::judge(operation, &options)?;
    sending::run(operation, parameters, question, &options)
}

/// The protocol of an action of which no table is known: the usual one, or the one that is laid out by paths
/// where there is a path.
fn protocol(provider: Provider, has_path: bool) -> Protocol {
    let by_path = provider.protocols().find(|protocol| protocol.is_rest());
    let by_path = by_path.filter(|_| has_path);
    by_path.unwrap_or(provider.usual_protocol())
}

/// The service: with the hosts of the catalogue where it knows the product, or else where the cloud's
/// products usually are.
fn service(protocol: Protocol, product: &str, version: &str) -> Result<&'static Service, Failure> {
    let provider = protocol.provider();
    let cloud = provider.as_str();
    let code = product.to_ascii_lowercase();
    let known = catalog::all()?.find(&format!("{cloud}-{code}"));
    let known = known.map(catalog::table).transpose()?;
    let alike = provider.protocols();
    let alike = alike.filter(|other| other.style() == protocol.style());
    let protocols = tables::list(alike);
    let host = provider.usual_host(&code);
    let endpoints = match known {
        Some(known) => Endpoints::new(known.endpoints.default)
            .by_region(known.endpoints.by_region)
            .variants(known.endpoints.variants),
        None => Endpoints::new(tables::text(&host)),
    };
    let id = tables::text(&format!("{cloud}-{code}"));
    let mut table = Service::new(
        id,
        provider,
        tables::text(product),
        id,
        protocols,
        endpoints,
    )
    .version(tables::text(version));
    if let Envelope::Whole(member) | Envelope::Part(member) = protocol.envelope() {
        table = table.envelope(member);
    }
    Ok(tables::leaked(table))
}

fn place(protocol: Protocol, path: &str, method: &str, name: &str) -> Place {
    if path.contains(&format!("{{{name}}}")) {
        return Place::Path;
    }
    protocol.usual_location(method)
}

/// What a value is: protocols without JSON lay it out by that.
fn kind(name: &str, value: &Value) -> Kind {
    match value {
        Value::String(_) => Kind::String,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_i64() => Kind::Integer,
        Value::Number(number) if number.is_u64() => Kind::Unsigned,
        Value::Number(_) => Kind::Number,
        Value::Null => Kind::Any,
        Value::Array(items) => Kind::List(tables::leaked(item_kind(name, items))),
        Value::Object(members) => {
            let fields = members.iter().map(|(name, value)| {
                Parameter::new(tables::text(name), kind(name, value), Place::Body)
            });
            let shape = Shape::new(tables::text(name), tables::list(fields));
            Kind::Object(tables::leaked(shape))
        }
    }
}

/// What the items of a list are: of objects, one that has the members of all.
fn item_kind(name: &str, items: &[Value]) -> Kind {
    if items.iter().all(Value::is_object) {
        let members = items.iter().filter_map(Value::as_object).flatten();
        let all: Map<String, Value> = members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        return kind(name, &Value::Object(all));
    }
    if items.iter().all(Value::is_string) {
        return Kind::String;
    }
    Kind::Any
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_laid_out_by_what_it_is() {
        for (value, expected) in [
            (json!("a"), "String"),
            (json!(1), "Integer"),
            (json!(u64::MAX), "Unsigned"),
            (json!(1.5), "Number"),
            (json!(["a", "b"]), "List(String)"),
            (json!(["a", 1]), "List(Any)"),
        ] {
            assert_eq!(format!("{:?}", kind("x", &value)), expected, "{value}");
        }
        let Kind::List(Kind::Object(shape)) = kind("x", &json!([{"a": 1}, {"b": "c"}])) else {
            panic!("a list of objects is one");
        };
        let names: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
        assert_eq!(names, ["a", "b"]);
    }
}

//! Manifests: of a service's crate, of the facade, and of a whole workspace of its own.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cloudwright_vocabulary::printable::is_unprintable;

use crate::model::ServiceModel;
use crate::options::{Field, Members, Names, Options};

/// Features that every service crate passes on to the runtime, and what they are for.
pub(crate) const PASSED_ON: &[(&str, &str)] = &[
    (
        "blocking",
        "Calls without an async runtime of the caller's.",
    ),
    ("gzip", "Compressed answers."),
    (
        "http2",
        "HTTP/2 in the default transport, where it is chosen.",
    ),
    ("jiff", "Times as instants of jiff."),
    (
        "metrics",
        "Measurements of every call, for the facade `metrics`.",
    ),
    (
        "native-tls",
        "The default transport with TLS by the operating system.",
    ),
    (
        "reqwest",
        "The default transport, without TLS. With none of these three a program brings its own.",
    ),
    (
        "rustls",
        "The default transport with TLS by rustls with ring.",
    ),
    ("serde", "serde's traits for requests and answers."),
    (
        "testing",
        "Answers from a script or a recording, for tests of programs.",
    ),
    ("time", "Times as instants of time."),
    ("tracing", "Spans about every call."),
];

const DEFAULT: &str = "default = [\"rustls\"]\n";

/// `Cargo.toml` of a service's crate.
pub(crate) fn service(model: &ServiceModel<'_>, source: &str, options: &Options<'_>) -> String {
    let service = &model.loaded.service;
    let mut text = head(source, &options.names);
    package(
        &mut text,
        model.package(),
        &service.package.version,
        &format!(
            "A typed client of {}, generated from its documentation.",
            service.title
        ),
        &keywords(&service.service),
        &options.members,
    );
    text.push_str("\n[features]\n");
    text.push_str(DEFAULT);
    for (feature, what) in PASSED_ON {
        let _ = writeln!(
            text,
            "# {what}\n{feature} = [\"cloudwright-core/{feature}\"]"
        );
    }
    runtime(&mut text, &options.members);
    tail(&mut text, &options.members);
    text
}

/// `Cargo.toml` of the facade.
pub(crate) fn facade(
    models: &[ServiceModel<'_>],
    name: &str,
    version: &str,
    options: &Options<'_>,
) -> String {
    let mut text = head(&options.names.specs, &options.names);
    package(
        &mut text,
        name,
        version,
        "Typed clients of cloud APIs, generated from their documentation: one feature a service.",
        &facade_keywords(models),
        &options.members,
    );
    text.push_str("\n[features]\n");
    text.push_str(DEFAULT);
    text.push_str("# Every service.\nall = [\n");
    for model in models {
        let _ = writeln!(text, "    {},", quoted(model.folder()));
    }
    text.push_str("]\n");
    for (feature, what) in PASSED_ON {
        let _ = writeln!(text, "# {what}\n{feature} = [");
        let _ = writeln!(text, "    \"cloudwright-core/{feature}\",");
        for model in models {
            let _ = writeln!(text, "    \"{}?/{feature}\",", model.package());
        }
        text.push_str("]\n");
    }
    text.push_str("# The services.\n");
    for model in models {
        let _ = writeln!(text, "{} = [\"dep:{}\"]", model.folder(), model.package());
    }
    runtime(&mut text, &options.members);
    for model in models {
        let _ = writeln!(
            text,
            "{} = {{ path = {}, version = {}, optional = true, default-features = false }}",
            model.package(),
            quoted(&format!("../{}", model.folder())),
            quoted(&model.loaded.service.package.version),
        );
    }
    tail(&mut text, &options.members);
    text
}

/// `Cargo.toml` of a workspace that holds nothing but generated crates.
pub(crate) fn workspace(core: &str, names: &Names) -> String {
    let mut text = head(&names.specs, names);
    let _ = write!(
        text,
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        quoted(&format!("{}/*", names.crates))
    );
    text.push_str(
        r#"
[workspace.package]
version = "0.1.0"
edition = "2024"
rust-version = "1.88"
license = "MIT OR Apache-2.0"

[workspace.dependencies]
"#,
    );
    let _ = writeln!(text, "cloudwright-core = {core}");
    text.push_str(
        r#"tokio = { version = "1", default-features = false }

[workspace.lints.rust]
missing_docs = "warn"
unreachable_pub = "warn"
unsafe_code = "forbid"

[workspace.lints.clippy]
pedantic = { level = "warn", priority = -1 }
missing_errors_doc = "allow"
module_name_repetitions = "allow"
must_use_candidate = "allow"

[profile.dev]
debug = "line-tables-only"
"#,
    );
    text
}

fn head(source: &str, names: &Names) -> String {
    format!("# {} from {source}: do not edit.\n", names.mark())
}

fn package(
    text: &mut String,
    name: &str,
    version: &str,
    description: &str,
    keywords: &[String],
    members: &Members<'_>,
) {
    let _ = write!(
        text,
        "[package]\nname = {}\ndescription = {}\nversion = {}\nreadme = \"README.md\"\n",
        quoted(name),
        quoted(description),
        quoted(version),
    );
    field(text, "edition", &members.edition);
    field(text, "rust-version", &members.rust_version);
    field(text, "license", &members.license);
    if members.root.is_some() {
        text.push_str("publish = false\n");
        return;
    }
    field(text, "repository", &members.repository);
    let keywords: Vec<_> = keywords.iter().map(|word| quoted(word)).collect();
    let _ = write!(
        text,
        "documentation = {}\nkeywords = [{}]\n\
         categories = [\"api-bindings\", \"web-programming::http-client\"]\n\
         \n[package.metadata.docs.rs]\nall-features = true\n\
         rustdoc-args = [\"--cfg\", \"docsrs\"]\n",
        quoted(&format!("https://docs.rs/{name}")),
        keywords.join(", "),
    );
}

/// A line of `[package]`, if it has one.
fn field(text: &mut String, key: &str, value: &Field) {
    // Writing to a string does not fail.
    let _ = match value {
        Field::Inherited => writeln!(text, "{key}.workspace = true"),
        Field::Said(value) => writeln!(text, "{key} = {}", quoted(value)),
        Field::Absent => Ok(()),
    };
}

/// What a service's crate is found by: its provider and its product, where a registry takes the
/// word (ASCII letters, digits, `-` and `_`, at most 20).
fn keywords(service: &str) -> Vec<String> {
    let (provider, product) = service.split_once('-').unwrap_or((service, ""));
    let mut words = vec![format!("{provider}cloud"), product.to_owned()];
    words.extend(["cloud", "sdk"].map(str::to_owned));
    words.retain(|word| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        word.len() <= 20 && word.starts_with(char::is_alphanumeric) && word.bytes().all(is_letter)
    });
    words.dedup();
    words
}

/// What the facade is found by: the providers of its services; a registry takes five words.
fn facade_keywords(models: &[ServiceModel<'_>]) -> Vec<String> {
    let services = models.iter().map(|model| &model.loaded.service);
    let providers: BTreeSet<&str> = services.map(|it| it.provider.as_str()).collect();
    let words = providers.iter().map(|provider| format!("{provider}cloud"));
    words
        .chain(["cloud", "sdk"].map(str::to_owned))
        .take(5)
        .collect()
}

/// The dependencies, up to the runtime.
fn runtime(text: &mut String, members: &Members<'_>) {
    let core = members.core.as_deref().unwrap_or("{ workspace = true }");
    let _ = writeln!(text, "\n[dependencies]\ncloudwright-core = {core}");
}

fn tail(text: &mut String, members: &Members<'_>) {
    let tokio = match members.core {
        Some(_) => "version = \"1\", default-features = false",
        None => "workspace = true",
    };
    let _ = writeln!(
        text,
        "\n[dev-dependencies]\ntokio = {{ {tokio}, features = [\"macros\", \"rt-multi-thread\"] }}"
    );
    if members.has_lints {
        text.push_str("\n[lints]\nworkspace = true\n");
    }
}

/// A basic TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if is_unprintable(c) => {
                // Beyond four digits TOML wants eight.
                let code = u32::from(c);
                let _ = match code {
                    0..=0xffff => write!(out, "\\u{code:04X}"),
                    _ => write!(out, "\\U{code:08X}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_leave_their_quotes() {
        assert_eq!(quoted("a\"\\\n[x]"), "\"a\\\"\\\\\\u000A[x]\"");
        assert_eq!(quoted("\u{202e}\u{e0041}"), "\"\\u202E\\U000E0041\"");
    }
}

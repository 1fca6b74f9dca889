//! Manifests: of a service's crate, of the facade, and of a whole workspace of its own.

use std::fmt::Write as _;

use super::Lowered;
use crate::files::MARK;
use crate::model::ServiceModel;

/// Features that every service crate passes on to the runtime, and what they are for.
pub(crate) const PASSED_ON: &[(&str, &str)] = &[
    (
        "blocking",
        "Calls without an async runtime of the caller's.",
    ),
    ("gzip", "Compressed answers."),
    ("native-tls", "TLS by the operating system."),
    ("rustls", "TLS by rustls with ring."),
    ("tracing", "Spans about every call."),
];

const DEFAULT: &str = "default = [\"rustls\"]\n";

/// `Cargo.toml` of a service's crate.
pub(crate) fn service(model: &ServiceModel<'_>, source: &str) -> String {
    let service = &model.loaded.service;
    let mut text = head(source);
    package(
        &mut text,
        model.package(),
        &service.package.version,
        &format!(
            "A typed client of {}, generated from its documentation.",
            service.title
        ),
    );
    text.push_str("\n[features]\n");
    text.push_str(DEFAULT);
    for (feature, what) in PASSED_ON {
        let _ = writeln!(
            text,
            "# {what}\n{feature} = [\"cloudwright-core/{feature}\"]"
        );
    }
    text.push_str("\n[dependencies]\ncloudwright-core = { workspace = true }\n");
    tail(&mut text);
    text
}

/// `Cargo.toml` of the facade.
pub(crate) fn facade(models: &[Lowered<'_>], version: &str) -> String {
    let mut text = head("specs");
    package(
        &mut text,
        "cloudwright",
        version,
        "Typed clients of cloud APIs, generated from their documentation: one feature a service.",
    );
    text.push_str("\n[features]\n");
    text.push_str(DEFAULT);
    text.push_str("# Every service.\nall = [\n");
    for (model, _) in models {
        let _ = writeln!(text, "    {},", quoted(model.folder()));
    }
    text.push_str("]\n");
    for (feature, what) in PASSED_ON {
        let _ = writeln!(text, "# {what}\n{feature} = [");
        let _ = writeln!(text, "    \"cloudwright-core/{feature}\",");
        for (model, _) in models {
            let _ = writeln!(text, "    \"{}?/{feature}\",", model.package());
        }
        text.push_str("]\n");
    }
    text.push_str("# The services.\n");
    for (model, _) in models {
        let _ = writeln!(text, "{} = [\"dep:{}\"]", model.folder(), model.package());
    }
    text.push_str("\n[dependencies]\ncloudwright-core = { workspace = true }\n");
    for (model, _) in models {
        let _ = writeln!(
            text,
            "{} = {{ path = {}, version = {}, optional = true, default-features = false }}",
            model.package(),
            quoted(&format!("../{}", model.folder())),
            quoted(&model.loaded.service.package.version),
        );
    }
    tail(&mut text);
    text
}

/// `Cargo.toml` of a workspace that holds nothing but generated crates.
pub(crate) fn workspace(core: &str) -> String {
    let mut text = head("specs");
    text.push_str(
        r#"[workspace]
resolver = "3"
members = ["crates/*"]

[workspace.package]
version = "0.1.0"
edition = "2024"
rust-version = "1.95"
license = "MIT OR Apache-2.0"

[workspace.dependencies]
"#,
    );
    let _ = writeln!(
        text,
        "cloudwright-core = {{ path = {}, default-features = false }}",
        quoted(core)
    );
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

fn head(source: &str) -> String {
    format!("# {MARK} from {source}: do not edit.\n")
}

fn package(text: &mut String, name: &str, version: &str, description: &str) {
    let _ = write!(
        text,
        "[package]\nname = {}\ndescription = {}\nversion = {}\nreadme = \"README.md\"\n\
         edition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n",
        quoted(name),
        quoted(description),
        quoted(version),
    );
}

fn tail(text: &mut String) {
    text.push_str(
        "\n[dev-dependencies]\n\
         tokio = { workspace = true, features = [\"macros\", \"rt-multi-thread\"] }\n\
         \n[lints]\nworkspace = true\n",
    );
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
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
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
    }
}

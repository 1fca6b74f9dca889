//! Readmes, which are also the crates' front page in rustdoc.

use std::fmt::Write as _;

use super::deprecation::note;
use super::service::summary_line;
use super::{example, index};
use crate::doc::inline;
use crate::model::{ActionModel, ServiceModel};
use crate::options::Names;

/// `README.md` of a service's crate.
pub(crate) fn service(model: &ServiceModel<'_>, source: &str, names: &Names) -> String {
    let service = &model.loaded.service;
    let title = inline(&service.title);
    let mut text = head(source, names);
    let version = service
        .version
        .as_deref()
        .map(|version| format!(", version {}", inline(version)))
        .unwrap_or_default();
    let _ = write!(
        text,
        "# {}\n\nA typed client of {title}{version}.\n",
        model.package()
    );
    if let Some(deprecation) = &service.deprecated {
        let _ = write!(text, "\n**Deprecated.** {}.\n", inline(&note(deprecation)));
    }
    if let Some(action) = example::action(model) {
        text.push_str("\n```rust,no_run\n");
        text.push_str(&example::program(model, action));
        text.push_str("```\n");
    }
    text.push_str(
        "\nCredentials and region come from where the vendor's tools look, or from \
         `Client::builder()`; a program\nthat starts with `Client::builder_with(credentials)` looks \
         nowhere else for them.\nA call takes its parameters by setters; `send()` makes it, and so \
         does awaiting the call itself.\n",
    );
    if model.actions.iter().any(|action| action.paging.is_some()) {
        text.push_str(
            "Calls that answer in pages have `pages()` and `items()`, which ask for the rest on \
             their own.\n",
        );
    }
    text.push_str(
        "With the feature `blocking`, `client.blocking()` makes calls without `await`; with `gzip`, \
         answers travel\ncompressed; with `serde`, requests and answers are written and read in \
         any of its formats.\n",
    );
    text.push_str("\n## Actions\n");
    text.push_str(&list(model));
    text.push_str(
        "\n## Where this comes from\n\nEverything here is generated: from transcriptions of the \
         vendor's documentation pages, or from the vendor's\nmetadata with words of our own. Each \
         action names its source. Enums and error codes are open: what was\nnot documented is kept \
         as text.\n",
    );
    text
}

/// The actions, a line each; many of them under headings.
fn list(model: &ServiceModel<'_>) -> String {
    let actions = model.actions.iter();
    let names: Vec<&str> = actions
        .map(|action| action.loaded.action.action.as_str())
        .collect();
    let mut text = String::new();
    for group in index::groups(&names) {
        if !group.heading.is_empty() {
            let _ = write!(text, "\n### {}\n", inline(&group.heading));
        }
        text.push('\n');
        for action in group.actions {
            text.push_str(&summary_line(model, &model.actions[action]));
            text.push('\n');
        }
    }
    text
}

/// The first line of a generated Markdown file.
pub(crate) fn head(source: &str, names: &Names) -> String {
    format!("<!-- {} from {source}: do not edit. -->\n", names.mark())
}

/// `README.md` of the facade.
pub(crate) fn facade(
    models: &[ServiceModel<'_>],
    name: &str,
    version: &str,
    names: &Names,
) -> String {
    let mut text = head(&names.specs, names);
    let _ = write!(
        text,
        "# {name}\n\nTyped clients of cloud APIs, generated from their documentation: one \
         feature a service.\nNo service is on by default; `all` turns on every one.\n",
    );
    let shown = shown(models).and_then(|model| Some((model, example::action(model)?)));
    if let Some((model, action)) = shown {
        let _ = write!(
            text,
            "\n```toml\n[dependencies]\n{name} = {{ version = \"{}\", features = [\"{}\"] }}\n```\n",
            version.rsplitn(2, '.').last().unwrap_or(version),
            model.folder()
        );
        let program = example::program(model, action).replacen(
            &format!("use {}::", model.library()),
            &format!("use {}::{}::", name.replace('-', "_"), module(model)),
            1,
        );
        let _ = write!(text, "\n```rust,no_run\n{program}```\n");
    }
    text.push_str("\n## Services\n\n| feature | service | actions |\n| --- | --- | --- |\n");
    for model in models {
        let title = inline(&model.loaded.service.title).replace('|', "\\|");
        let _ = writeln!(
            text,
            "| `{}` | {title} | {} |",
            model.folder(),
            model.actions.len()
        );
    }
    text.push_str(
        "\n`services()` lists the tables of everything that is turned on, for programs that are \
         driven by tables.\n",
    );
    text
}

/// The action whose call the guide shows; without one there is no guide.
pub(crate) fn guided<'m, 'a>(model: &'m ServiceModel<'a>) -> Option<&'m ActionModel<'a>> {
    model.actions.iter().find(|action| action.paging.is_some())
}

/// The guide of the facade, with the calls of the service that it shows.
pub(crate) fn guide(model: &ServiceModel<'_>, library: &str, names: &Names) -> Option<String> {
    let action = guided(model)?;
    let mut call = format!(".{}()", action.method);
    for setter in example::calls(model, action) {
        call.push_str("\n    ");
        call.push_str(&setter);
    }
    let text = include_str!("guide.md")
        .replace("cloudwright::", &format!("{library}::"))
        .replace("MODULE", &module(model))
        .replace("CALL", &call)
        .replace("ACTION", &action.module)
        .replace("ANSWER", &action.answer);
    Some(head(&names.specs, names) + &text)
}

/// The service that the facade's readme and guide show: one that has pages to turn, if any has.
pub(crate) fn shown<'m, 'a>(models: &'m [ServiceModel<'a>]) -> Option<&'m ServiceModel<'a>> {
    let has_pages = models.iter().find(|model| guided(model).is_some());
    has_pages.or_else(|| models.iter().find(|model| !model.actions.is_empty()))
}

/// The facade's module of a service.
pub(crate) fn module(model: &ServiceModel<'_>) -> String {
    model.folder().replace('-', "_")
}

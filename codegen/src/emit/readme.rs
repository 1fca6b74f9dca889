//! Readmes, which are also the crates' front page in rustdoc.

use std::fmt::Write as _;

use super::Lowered;
use super::example;
use super::index;
use super::service::{note, summary_line};
use crate::doc::inline;
use crate::model::{ActionModel, ServiceModel};
use crate::options::Names;

/// `README.md` of a service's crate.
pub(crate) fn service(
    model: &ServiceModel<'_>,
    actions: &[ActionModel<'_>],
    source: &str,
    names: &Names,
) -> String {
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
    if let Some(action) = example::action(actions) {
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
    if actions.iter().any(|action| action.paging.is_some()) {
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
    text.push_str(&list(model, actions));
    text.push_str(
        "\n## Where this comes from\n\nEverything here is generated: from transcriptions of the \
         vendor's documentation pages, or from the vendor's\nmetadata with words of our own. Each \
         action names its source. Enums and error codes are open: what was\nnot documented is kept \
         as text.\n",
    );
    text
}

/// The actions, a line each; many of them under headings.
fn list(model: &ServiceModel<'_>, actions: &[ActionModel<'_>]) -> String {
    let names = actions
        .iter()
        .map(|action| action.loaded.action.action.as_str());
    let names: Vec<&str> = names.collect();
    let mut text = String::new();
    for group in index::groups(&names) {
        if !group.heading.is_empty() {
            let _ = write!(text, "\n### {}\n", inline(&group.heading));
        }
        text.push('\n');
        for action in group.actions {
            text.push_str(&summary_line(model, &actions[action]));
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
pub(crate) fn facade(models: &[Lowered<'_>], name: &str, version: &str, names: &Names) -> String {
    let mut text = head(&names.specs, names);
    let _ = write!(
        text,
        "# {name}\n\nTyped clients of cloud APIs, generated from their documentation: one \
         feature a service.\nNo service is on by default; `all` turns on every one.\n",
    );
    let shown = shown(models).and_then(|(model, actions)| Some((model, example::action(actions)?)));
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
    for (model, actions) in models {
        let title = inline(&model.loaded.service.title).replace('|', "\\|");
        let _ = writeln!(
            text,
            "| `{}` | {title} | {} |",
            model.folder(),
            actions.len()
        );
    }
    text.push_str(
        "\n`services()` lists the tables of everything that is turned on, for programs that are \
         driven by tables.\n",
    );
    text
}

/// The action whose call the guide shows; without one there is no guide.
pub(crate) fn guided<'l, 'a>((_, actions): &'l Lowered<'a>) -> Option<&'l ActionModel<'a>> {
    actions.iter().find(|action| action.paging.is_some())
}

/// The guide of the facade, with the calls of the service that it shows.
pub(crate) fn guide(lowered: &Lowered<'_>, library: &str, names: &Names) -> Option<String> {
    let action = guided(lowered)?;
    let mut call = format!(".{}()", action.method);
    for setter in example::calls(&lowered.0, action) {
        call.push_str("\n    ");
        call.push_str(&setter);
    }
    let text = include_str!("guide.md")
        .replace("cloudwright::", &format!("{library}::"))
        .replace("MODULE", &module(&lowered.0))
        .replace("CALL", &call)
        .replace("ACTION", &action.module)
        .replace("ANSWER", &action.answer);
    Some(head(&names.specs, names) + &text)
}

/// The service that the facade's readme and guide show: one that has pages to turn, if any has.
pub(crate) fn shown<'l, 'a>(models: &'l [Lowered<'a>]) -> Option<&'l Lowered<'a>> {
    let mut having_actions = models.iter().filter(|(_, actions)| !actions.is_empty());
    let has_pages = |(_, actions): &&Lowered<'_>| actions.iter().any(|one| one.paging.is_some());
    let first = having_actions.clone().next();
    having_actions.find(has_pages).or(first)
}

/// The facade's module of a service.
pub(crate) fn module(model: &ServiceModel<'_>) -> String {
    model.folder().replace('-', "_")
}

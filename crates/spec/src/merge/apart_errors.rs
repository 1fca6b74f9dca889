//! Error codes that a merge adds and whose variant in Rust another code has: the elder keeps its name, as
//! with all names, and the newcomer gets a `rename:`. Codes are one enum of the whole service, so they are
//! told apart over all its files.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::Edits;
use super::yaml::Yaml;
use crate::load::{self, SourceFile, shape};
use crate::model::ErrorCode;
use crate::naming::{self, Wire};
use crate::source;

/// Gives new codes of the merged files variants of their own; `before` are all files as they were.
pub(super) fn apart(before: &[SourceFile], merged: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut by_folder: BTreeMap<String, Vec<(SourceFile, Vec<ErrorCode>)>> = BTreeMap::new();
    for file in merged {
        let errors = errors(&file);
        let folder = folder(&file.path).to_owned();
        by_folder.entry(folder).or_default().push((file, errors));
    }
    let mut told = Vec::new();
    for (service, files) in by_folder {
        let elders = before.iter().filter(|file| folder(&file.path) == service);
        let elders: Vec<ErrorCode> = elders.flat_map(errors).collect();
        let news = files.iter().flat_map(|(_, errors)| errors);
        let renames = renames(&elders, news);
        let files = files.into_iter();
        told.extend(files.map(|(file, errors)| renamed(file, &errors, &renames)));
    }
    told
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn errors(file: &SourceFile) -> Vec<ErrorCode> {
    let text = load::text_of(&file.content);
    let found = if file.path.ends_with(load::SERVICE_FILE) {
        load::service_of(&text).map(|service| service.errors)
    } else {
        load::action_of(&text).map(|action| action.errors)
    };
    found.unwrap_or_default()
}

/// The names that new codes ask for, by code.
fn renames<'e>(
    elders: &'e [ErrorCode],
    news: impl Iterator<Item = &'e ErrorCode>,
) -> BTreeMap<String, String> {
    let known: BTreeSet<&str> = elders.iter().map(|error| error.code.as_str()).collect();
    let mut wanted: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for error in news.filter(|error| !known.contains(error.code.as_str())) {
        let rename = wanted.entry(&error.code).or_default();
        *rename = rename.or(error.rename.as_deref());
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for code in &known {
        let mut named = elders.iter().filter(|error| error.code == **code);
        let rename = named.find_map(|error| error.rename.as_deref());
        taken.insert(naming::error_variant(Wire::new(code, rename)));
    }
    let mut renames = BTreeMap::new();
    for (code, rename) in wanted {
        let name = naming::error_variant(Wire::new(code, rename));
        if taken.insert(name.clone()) {
            continue;
        }
        let mut numbered = (2_u32..=u32::MAX).map(|number| naming::numbered(&name, "", number));
        if let Some(free) = numbered.find(|free| taken.insert(free.clone())) {
            renames.insert(code.to_owned(), free);
        }
    }
    renames
}

/// The file in which codes have these names.
fn renamed(
    file: SourceFile,
    errors: &[ErrorCode],
    renames: &BTreeMap<String, String>,
) -> SourceFile {
    let text = load::text_of(&file.content).into_owned();
    let Some(root) = source::parse(&text).ok().and_then(|tree| tree.root) else {
        return file;
    };
    let mut edits = Edits::new(&text, &root);
    let keys = shape::ERROR.names();
    for (error, node) in errors.iter().zip(root.items("errors")) {
        let Some(name) = renames.get(&error.code) else {
            continue;
        };
        let value = Yaml::from(name.as_str());
        match node.entry("rename") {
            Some((_, old)) => edits.set(old, "rename", &value),
            None => edits.add_key(node, &keys, "rename", &value),
        }
    }
    if edits.is_empty() {
        return file;
    }
    file.with_text(&edits.apply())
}

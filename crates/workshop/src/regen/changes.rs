//! The list of changed files, as it is printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cloudwright_codegen::write::Change;

/// Files of one crate that are listed by name; more are counted.
const LISTED_PER_CRATE: usize = 20;

/// A line a file, or one for all files of a crate where they are many: a product that was imported has
/// hundreds, and `git status` names them.
pub(super) fn told(changes: &[Change], clients: &str) -> String {
    let mut crates: BTreeMap<(&str, char), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let key = (folder_of(&change.path, clients), change.kind.sign());
        crates.entry(key).or_default().push(change);
    }
    let mut text = String::new();
    // Writing to a string does not fail.
    for ((folder, sign), changes) in crates {
        if changes.len() > LISTED_PER_CRATE {
            let _ = writeln!(text, "{sign} {folder}: {} files", changes.len());
            continue;
        }
        for change in changes {
            let _ = writeln!(text, "{sign} {}", change.path);
        }
    }
    text
}

/// The folder of the crate that a file is in; a file elsewhere stands for itself.
fn folder_of<'p>(path: &'p str, clients: &str) -> &'p str {
    let inside = path
        .strip_prefix(clients)
        .and_then(|rest| rest.strip_prefix('/'));
    match inside.and_then(|rest| rest.split_once('/')) {
        Some((name, _)) => &path[..clients.len() + 1 + name.len()],
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use cloudwright_codegen::write::ChangeKind;

    use super::*;

    #[test]
    fn files_are_named_and_those_of_a_new_crate_are_counted() {
        let change = |path: String, kind| Change { path, kind };
        let mut changes = vec![
            change("Cargo.toml".to_owned(), ChangeKind::Changed),
            change(
                "crates/clients/b/src/lib.rs".to_owned(),
                ChangeKind::Changed,
            ),
            change(
                "crates/clients/b/src/old.rs".to_owned(),
                ChangeKind::Removed,
            ),
        ];
        let new =
            (0..21).map(|n| change(format!("crates/clients/a/src/{n}.rs"), ChangeKind::Added));
        changes.extend(new);
        assert_eq!(
            told(&changes, "crates/clients"),
            "~ Cargo.toml\n+ crates/clients/a: 21 files\n- crates/clients/b/src/old.rs\n~ crates/clients/b/src/lib.rs\n"
        );
    }
}

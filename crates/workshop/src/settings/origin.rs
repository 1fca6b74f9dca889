//! From where this program was installed: its runtime lies in the same place. Cargo records it beside the
//! folder of installed programs.

use std::path::Path;

use toml_edit::{DocumentMut, Item};

use super::CoreSource;

/// The package whose program asks.
const PACKAGE: &str = "cargo-cloudwright ";

/// Where the runtime is that belongs to an installed program; the registry, if nothing is known of it.
pub(crate) fn core_of(program: &Path) -> CoreSource {
    let record = program
        .parent()
        .and_then(Path::parent)
        .map(|root| root.join(".crates.toml"))
        .and_then(|path| std::fs::read_to_string(path).ok());
    record
        .and_then(|text| recorded(&text))
        .unwrap_or_else(CoreSource::published)
}

/// What a record says: `"cargo-cloudwright 0.1.0 (git+https://…#commit)" = ["cargo-cloudwright"]`.
fn recorded(text: &str) -> Option<CoreSource> {
    let record: DocumentMut = text.parse().ok()?;
    let installed = record.get("v1").and_then(Item::as_table_like)?;
    let mut names = installed.iter().map(|(name, _)| name);
    let ours = names.find_map(|name| name.strip_prefix(PACKAGE))?;
    let (_, source) = ours.split_once(" (")?;
    let source = source.strip_suffix(')')?;
    if let Some(git) = source.strip_prefix("git+") {
        let (address, commit) = git.split_once('#')?;
        let address = address.split('?').next()?;
        return Some(CoreSource::git(address, commit));
    }
    let folder = source.strip_prefix("path+file://")?;
    // `file:///C:/x` is `C:/x` where drives have letters.
    let folder = folder
        .strip_prefix('/')
        .filter(|rest| rest.get(1..2) == Some(":"))
        .unwrap_or(folder);
    let core = Path::new(folder).parent()?.join("core");
    Some(CoreSource::folder(core.to_str()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn the_runtime_lies_where_the_program_came_from() {
        let git = CoreSource::git("https://github.com/x/y", "abc");
        let folder = |path| CoreSource::folder(path);
        for (source, expected) in [
            ("registry+https://github.com/x/index", None),
            (
                "git+https://github.com/x/y?branch=main#abc",
                Some(git.clone()),
            ),
            ("git+https://github.com/x/y#abc", Some(git)),
            (
                "path+file:///home/a/house/crates/cargo-cloudwright",
                Some(folder("/home/a/house/crates/core")),
            ),
            (
                "path+file:///C:/house/crates/cargo-cloudwright",
                Some(folder("C:/house/crates/core")),
            ),
        ] {
            let text = format!(
                "[v1]\n\"bat 1.0.0 (x)\" = [\"bat\"]\n\"cargo-cloudwright 0.1.0 ({source})\" = [\"cargo-cloudwright\"]\n"
            );
            assert_eq!(recorded(&text), expected, "{source}");
        }
        assert_eq!(
            core_of(Path::new("/nowhere/bin/x")),
            CoreSource::published()
        );
    }
}

//! Where the repository's things are, and its specs loaded.

use std::path::{Path, PathBuf};

use cloudwright_codegen::{Files, Options};
use cloudwright_spec::{Catalog, load};

/// The repository's root.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The repository's specs.
pub(crate) fn catalog() -> Catalog {
    catalog_of(&repository().join("specs"))
}

/// The specs of a folder; they must be without a finding.
pub(crate) fn catalog_of(folder: &Path) -> Catalog {
    let loaded = load::load(load::read_dir(folder).unwrap());
    let findings = loaded.report.render(false);
    assert!(findings.trim().is_empty(), "{findings}");
    loaded.catalog
}

/// What the repository's specs generate.
pub(crate) fn generated(catalog: &Catalog) -> Files {
    cloudwright_codegen::generate(catalog, &Options::workspace()).unwrap()
}

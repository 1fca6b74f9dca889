//! The floor of generating: reading generated files, parsing them with syn, and laying them out with
//! prettyplease. A generator that makes syntax trees cannot cost less.

use std::path::Path;

use crate::places::Failure;

/// Lays out every Rust file below a folder; says how many bytes that made.
pub(super) fn lay_out(folder: &Path) -> Result<usize, Failure> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes += lay_out(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = syn::parse_file(&std::fs::read_to_string(&path)?)?;
            bytes += prettyplease::unparse(&file).len();
        }
    }
    Ok(bytes)
}

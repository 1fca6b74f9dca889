//! Why there is no output.

use std::fmt;

use cloudwright_layout::LayoutError;
use cloudwright_vocabulary::told;

/// Why there is no output.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError {
    /// A path that would leave the output folder: it is not a plain relative one.
    #[error("`{0}` is no plain relative path, so it is not written")]
    NotPlain(String),
    /// Twice the same place, or places that differ only by case.
    #[error("two specs both produce `{0}`; give one of them a `rename:` or another name")]
    Twice(String),
    /// A defect of the generator.
    #[error("{path}: {source}")]
    Layout {
        /// The file that could not be laid out.
        path: String,
        /// What is wrong with it.
        source: LayoutError,
    },
}

impl fmt::Debug for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| match self {
            Self::NotPlain(path) => f.debug_tuple("NotPlain").field(path).finish(),
            Self::Twice(path) => f.debug_tuple("Twice").field(path).finish(),
            Self::Layout { path, source } => f
                .debug_struct("Layout")
                .field("path", path)
                .field("source", source)
                .finish(),
        })
    }
}

//! What is asked of the generator besides the specs.

use std::num::NonZeroUsize;

use cloudwright_spec::SourceFile;

use crate::parallel;

/// How the output is laid out, and with how many threads it is made.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// The layout.
    pub layout: Layout<'a>,
    /// How many threads work; the output is the same with any number.
    pub threads: NonZeroUsize,
}

/// Where the generated crates live.
#[derive(Clone, Debug)]
pub enum Layout<'a> {
    /// Members of this project's workspace.
    Workspace {
        /// The spec files, to be embedded in the catalogue.
        embed: Option<&'a [SourceFile]>,
    },
    /// A workspace of their own, with its own root manifest.
    Alone {
        /// The folder of `cloudwright-core`, as the root manifest refers to it.
        core: String,
    },
}

impl Options<'_> {
    /// Members of this project's workspace, without embedded specs, on every core.
    pub fn workspace() -> Self {
        Self {
            layout: Layout::Workspace { embed: None },
            threads: parallel::available(),
        }
    }
}

//! The codes of findings: short, stable names that a person can look up and a test can ask for.

use crate::words::words;

words! {
    /// What kind of finding a diagnostic is.
    #[non_exhaustive]
    pub enum Code {
        /// The file is no YAML.
        Syntax = "syntax",
        /// The file is too large, too deep, or no UTF-8.
        Unreadable = "unreadable",
        /// Anchors, aliases and tags are not part of the language.
        NotPlain = "not-plain-yaml",
        /// A key that the language does not have.
        UnknownKey = "unknown-key",
        /// A key that stands twice in one mapping.
        DuplicateKey = "duplicate-key",
        /// A key that must be there.
        MissingKey = "missing-key",
        /// A value of the wrong kind.
        WrongKind = "wrong-kind",
        /// A word that is none of those that can stand here.
        UnknownWord = "unknown-word",
        /// A file that is in the wrong place or bears the wrong name.
        Misplaced = "misplaced-file",
        /// A name that cannot be used.
        BadName = "bad-name",
        /// A name that stands twice.
        DuplicateName = "duplicate-name",
        /// Different names that become the same Rust name.
        SameRustName = "same-rust-name",
        /// A `rename:` that is no Rust name.
        BadRename = "bad-rename",
        /// A type that is declared nowhere.
        UnknownType = "unknown-type",
        /// A type that nothing uses.
        UnusedType = "unused-type",
        /// A declaration of a type that says nothing or too much.
        BadType = "bad-type",
        /// A key that means nothing for a member of this type or in this place.
        Inapplicable = "inapplicable",
        /// Bounds that nothing can be within.
        BadBounds = "bad-bounds",
        /// Documented values that cannot be.
        BadValues = "bad-values",
        /// A default or example that does not fit its member.
        BadExample = "bad-example",
        /// A host that is no host.
        BadHost = "bad-host",
        /// A path that is no path, or that does not match its parameters.
        BadPath = "bad-path",
        /// A parameter whose place cannot be.
        BadLocation = "bad-location",
        /// A region that is none, or that the service does not have.
        BadRegion = "bad-region",
        /// A zone that is none.
        BadZone = "bad-zone",
        /// A list of protocols that cannot be.
        BadProtocol = "bad-protocol",
        /// An error code that cannot be.
        BadErrorCode = "bad-error-code",
        /// A text that is empty, too long, or holds characters that are not seen.
        BadText = "bad-text",
        /// A rule over parameters that cannot be checked.
        BadRule = "bad-rule",
        /// Paging that cannot work.
        BadPagination = "bad-pagination",
        /// A wait that cannot end, or whose states cannot be.
        BadWait = "bad-wait",
        /// A sample that does not fit the declared members.
        SampleMismatch = "sample-mismatch",
        /// A conflict that no longer is one.
        StaleConflict = "stale-conflict",
        /// A stub that a breaking version need not keep.
        StaleRemoval = "stale-removal",
        /// What is inherited, and stands there once more.
        Copied = "copied",
        /// More of something than the language allows.
        TooMuch = "too-much",
    }
}

impl Code {
    /// Whether a file with such a finding could not be read as what it says; what else may be wrong with
    /// specs is about what they say.
    pub fn is_unreadable(self) -> bool {
        matches!(
            self,
            Self::Syntax
                | Self::Unreadable
                | Self::NotPlain
                | Self::UnknownKey
                | Self::DuplicateKey
                | Self::MissingKey
                | Self::WrongKind
                | Self::UnknownWord
                | Self::Misplaced
        )
    }
}

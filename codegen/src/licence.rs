//! The licence texts that every published package holds.

/// File names and texts.
pub(crate) const LICENCES: [(&str, &str); 2] = [
    ("LICENSE-APACHE", include_str!("../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../LICENSE-MIT")),
];

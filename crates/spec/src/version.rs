//! Versions of crates, by Cargo's rules.

pub use semver::Version;

/// The numbers that a breaking change raises: the first, or below 1.0.0 the second, and below 0.1.0
/// all three.
pub fn series(version: &Version) -> (u64, u64, u64) {
    match (version.major, version.minor) {
        (0, 0) => (0, 0, version.patch),
        (0, minor) => (0, minor, 0),
        (major, _) => (major, 0, 0),
    }
}

/// What a new version must allow for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing that programs see by name.
    Patch,
    /// Something new.
    Minor,
    /// Something that programs may use is gone.
    Major,
}

/// The smallest version after this one that such a bump may have.
///
/// ```
/// use cloudwright_spec::version::{Bump, Version, after};
///
/// let next = |version: &str, bump| after(&Version::parse(version).unwrap(), bump).to_string();
/// assert_eq!(next("0.1.4", Bump::Major), "0.2.0");
/// assert_eq!(next("0.1.4", Bump::Minor), "0.1.5");
/// assert_eq!(next("1.1.4", Bump::Minor), "1.2.0");
/// assert_eq!(next("1.1.4", Bump::Patch), "1.1.5");
/// // What a pre-release is for may still change.
/// assert_eq!(next("0.2.0-rc.1", Bump::Major), "0.2.0");
/// assert_eq!(next("0.2.1-rc.1", Bump::Major), "0.3.0");
/// ```
pub fn after(version: &Version, bump: Bump) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *version;
    let is_first = |bump| match bump {
        Bump::Major if major == 0 => patch == 0,
        Bump::Major => (minor, patch) == (0, 0),
        Bump::Minor if major > 0 => patch == 0,
        Bump::Minor | Bump::Patch => true,
    };
    if !version.pre.is_empty() && is_first(bump) {
        return Version::new(major, minor, patch);
    }
    match (bump, major, minor) {
        (Bump::Major, 0, 0) | (Bump::Minor | Bump::Patch, 0, _) | (Bump::Patch, ..) => {
            Version::new(major, minor, patch + 1)
        }
        (Bump::Major, 0, _) => Version::new(0, minor + 1, 0),
        (Bump::Major, ..) => Version::new(major + 1, 0, 0),
        (Bump::Minor, ..) => Version::new(major, minor + 1, 0),
    }
}

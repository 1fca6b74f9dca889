//! The file of the vendor's command line, `~/.aliyun/config.json`: a profile by its name.

use crate::codec::Tree;

/// The profile of a name.
pub(super) fn find<'a>(configuration: &'a Tree, name: &str) -> Option<&'a Tree> {
    let profiles = configuration.get("profiles")?.as_list()?;
    let mut profiles = profiles.iter();
    profiles.find(|profile| profile.get("name").and_then(Tree::as_text) == Some(name))
}

/// The same, to be changed.
pub(super) fn find_mut<'a>(configuration: &'a mut Tree, name: &str) -> Option<&'a mut Tree> {
    let profiles = configuration.member_mut("profiles")?.as_list_mut()?;
    let mut profiles = profiles.iter_mut();
    profiles.find(|profile| profile.get("name").and_then(Tree::as_text) == Some(name))
}

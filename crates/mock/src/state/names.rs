//! What names of actions and members say about resources: the noun of an action, and which attribute of
//! the resource a member is. `NamespaceName`, `namespace` and a row's `Name` are all a namespace's name.

use cloudwright_vocabulary::singular::singular;

/// The attribute that tells resources of a kind apart where they have no other.
pub(super) const ID: &str = "id";

/// The attribute that people give.
pub(super) const NAME: &str = "name";

/// What an action does to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verb {
    Create,
    Change,
    Delete,
    /// All of them, or one: which, the answer's shape tells.
    List,
    /// One of them.
    Show,
}

const VERBS: &[(&str, Verb)] = &[
    ("Create", Verb::Create),
    ("Run", Verb::Create),
    ("Allocate", Verb::Create),
    ("Modify", Verb::Change),
    ("Update", Verb::Change),
    ("Delete", Verb::Delete),
    ("Terminate", Verb::Delete),
    ("Release", Verb::Delete),
    ("Describe", Verb::List),
    ("List", Verb::List),
    ("Show", Verb::Show),
    ("Get", Verb::Show),
];

/// What creates and deletes only where nothing else does: beside `CreateSecurityGroup`, `AddSecurityGroups`
/// puts some into something.
const SECOND_VERBS: &[(&str, Verb)] = &[("Add", Verb::Create), ("Remove", Verb::Delete)];

/// Words at an action's end that say how much is shown, or of which edition.
const ENDINGS: &[&str] = &["Details", "Attribute", "Attributes", "Personal"];

/// The endings that leave a resource what it is.
const AMOUNTS: &[&str] = &["Details", "Attribute", "Attributes"];

/// Words before an edition that say which of the resources are shown.
const CHOICES: &[&str] = &["Filter", "Owner"];

/// The resource that an action is about, in words that are spelled alike in all actions.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Noun {
    /// The last is what the resource is; those before say of what.
    words: Vec<String>,
    /// `Personal` and such: a kind of its own with the same words.
    ending: String,
}

impl Noun {
    /// What an action does to what.
    pub(super) fn of_action(action: &str) -> Option<(Verb, Self)> {
        Self::after(VERBS, action)
    }

    /// The same of an action that does so only where no other one does.
    pub(super) fn of_second(action: &str) -> Option<(Verb, Self)> {
        Self::after(SECOND_VERBS, action)
    }

    fn after(verbs: &[(&str, Verb)], action: &str) -> Option<(Verb, Self)> {
        let (rest, verb) = verbs.iter().find_map(|(start, verb)| {
            let rest = action.strip_prefix(start)?;
            let is_word = rest.starts_with(|letter: char| letter.is_ascii_uppercase());
            is_word.then_some((rest, *verb))
        })?;
        let mut words = words(rest);
        let mut ending = String::new();
        let mut verb = verb;
        if words.len() > 1 {
            ending = words
                .pop_if(|last| ENDINGS.contains(&last.as_str()))
                .unwrap_or_default();
        }
        let is_edition = !ending.is_empty();
        if verb == Verb::List && is_edition && words.len() > 1 {
            words.pop_if(|last| CHOICES.contains(&last.as_str()));
        }
        if ending.starts_with("Attribute") && verb == Verb::List {
            verb = Verb::Show;
        }
        if AMOUNTS.contains(&ending.as_str()) {
            ending.clear();
        }
        let words = words.iter().map(|word| plain(word)).collect();
        Some((verb, Self { words, ending }))
    }

    /// The last word: what the resource is.
    pub(super) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Whether a member's name is the resource's own, in the singular or plural: `NatGatewaySet`, `addresses`.
    pub(super) fn is_named(&self, member: &str) -> bool {
        let name = attribute_name(member);
        let name = without_ending(&name, &["infolist", "list", "set", "infos", "info"]);
        let one = singular(name);
        let mut starts = 0..self.words.len();
        starts.any(|start| {
            let own = self.words[start..].concat();
            own == name || own == one || one.strip_suffix('e') == Some(own.as_str())
        })
    }

    /// Whether an attribute is the id of what the resource is in, as the noun says: a tag's repository.
    pub(super) fn is_above(&self, attribute: &str) -> bool {
        let above = 1..self.words.len();
        above.into_iter().any(|end| {
            let mut starts = 0..end;
            starts.any(|start| attribute == self.words[start..end].concat() + ID)
        })
    }

    /// Which attribute of the resource a member is, by its name.
    pub(super) fn attribute(&self, member: &str) -> String {
        let name = attribute_name(member);
        for start in 0..self.words.len() {
            let own = self.words[start..].concat();
            let is_new = ["to", "new"]
                .iter()
                .any(|before| name.strip_prefix(before) == Some(own.as_str()));
            match name.strip_prefix(own.as_str()) {
                Some("") => return NAME.to_owned(),
                Some(rest) => return rest.to_owned(),
                None if is_new => return NAME.to_owned(),
                None => {}
            }
        }
        name
    }
}

/// `build-rule`, and the edition behind it where there is one.
impl std::fmt::Display for Noun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words.join("-"))?;
        if self.ending.is_empty() {
            return Ok(());
        }
        write!(f, "-{}", self.ending.to_ascii_lowercase())
    }
}

/// An attribute of one resource, where a member's name is that of several: `ids`, `idset`.
pub(super) fn one(attribute: &str) -> &str {
    without_ending(attribute, &["list", "sets", "set", "s"])
}

fn without_ending<'n>(name: &'n str, endings: &[&str]) -> &'n str {
    let mut found = endings
        .iter()
        .filter_map(|ending| name.strip_suffix(ending));
    found.find(|rest| !rest.is_empty()).unwrap_or(name)
}

/// A member's name in letters that are alike in all spellings.
pub(super) fn attribute_name(member: &str) -> String {
    let letters = member.chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    name.replace("repository", "repo")
        .replace("repositories", "repos")
}

/// The words of a name in camel case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_upper = false;
    for letter in name.chars() {
        let is_upper = letter.is_ascii_uppercase();
        match words.last_mut() {
            Some(word) if !is_upper || was_upper => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        was_upper = is_upper;
    }
    words
}

/// A word in lower case and in the singular.
fn plain(word: &str) -> String {
    match singular(word) {
        word if word == "repository" => "repo".to_owned(),
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noun(action: &str) -> Option<(Verb, Noun)> {
        Noun::of_action(action)
    }

    #[test]
    fn actions_on_one_resource_have_one_noun() {
        for (actions, verbs) in [
            (
                &["CreateNamespace", "DescribeNamespaces", "DeleteNamespace"][..],
                &[Verb::Create, Verb::List, Verb::Delete][..],
            ),
            (
                &[
                    "CreateRepo",
                    "ListReposDetails",
                    "ShowRepository",
                    "UpdateRepo",
                ],
                &[Verb::Create, Verb::List, Verb::Show, Verb::Change],
            ),
            (
                &[
                    "CreateRepositoryPersonal",
                    "DescribeRepositoryPersonal",
                    "DescribeRepositoryFilterPersonal",
                    "DescribeRepositoryOwnerPersonal",
                ],
                &[Verb::Create, Verb::List, Verb::List, Verb::List],
            ),
            (
                &["CreateRepository", "DescribeRepositories", "GetRepository"],
                &[Verb::Create, Verb::List, Verb::Show],
            ),
        ] {
            let found: Vec<_> = actions.iter().filter_map(|action| noun(action)).collect();
            let all: Vec<Verb> = found.iter().map(|(verb, _)| *verb).collect();
            assert_eq!(all, verbs, "{actions:?}");
            assert!(found.iter().all(|(_, it)| *it == found[0].1), "{found:?}");
        }
        assert_ne!(noun("CreateNamespace"), noun("CreateNamespacePersonal"));
        assert_eq!(noun("Createnamespace"), None);
        assert_eq!(noun("PutRules"), None);
        assert_eq!(noun("Get"), None);
    }

    #[test]
    fn members_are_attributes_of_their_resource() {
        for (action, member, attribute) in [
            ("CreateNamespace", "NamespaceName", "name"),
            ("CreateNamespace", "namespace", "name"),
            ("CreateNamespace", "Name", "name"),
            ("CreateNamespace", "NamespaceId", "id"),
            ("CreateNamespace", "RegistryId", "registryid"),
            ("CreateInstanceNamespace", "namespace_name", "name"),
            ("CreateInstanceNamespace", "instance_id", "instanceid"),
            ("CreateInstance", "instance_id", "id"),
            ("CreateRepoBuildRule", "BuildRuleId", "id"),
            ("CreateRepository", "repo_name", "name"),
            ("CreateRepositoryPersonal", "RepoName", "name"),
            ("CreateApplicationTriggerPersonal", "TriggerName", "name"),
            ("CreateRepoTag", "Tag", "name"),
            ("CreateRepoTag", "ToTag", "name"),
            ("CreateRepoTag", "FromTag", "fromtag"),
            ("DescribeNamespacePersonal", "NamespaceCount", "count"),
        ] {
            let told = noun(action).map(|(_, noun)| noun.attribute(member));
            assert_eq!(told.as_deref(), Some(attribute), "{action} {member}");
        }
    }
}

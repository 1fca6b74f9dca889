//! From an action's parameters to flags of the command.
//!
//! The flag of a parameter is its wire name in kebab case, or the name that its spec gives it in
//! Rust: so parameters that differ by their case only are called the same in both, and a new one
//! never takes the flag of an older one. Where the command has an option of that name, the flag is
//! `--param-…`; where that is taken as well, a number follows. The wire name itself is taken too, for hands that
//! are used to the vendors' own commands. Where a parameter is the whole body, its members have flags too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write as _};

use clap::{Arg, ArgAction};
use cloudwright_core::meta::{Kind, Operation, Parameter, Place};
use cloudwright_vocabulary::printable;
use heck::ToKebabCase as _;
use serde_json::{Map, Value};

use crate::command::open_values::OpenValues;
use crate::command::options;

/// A parameter and the flag that gives it.
#[derive(Clone, Debug)]
pub(crate) struct Flag {
    /// Without the dashes.
    pub(crate) name: String,
    /// The name that `clap` knows it by; no own option has such a one.
    pub(crate) id: String,
    /// The wire name, as the vendors' own commands take it, where no other flag is called so.
    alias: Option<&'static str>,
    pub(crate) parameter: &'static Parameter,
    /// The parameter that is the whole body, where this is a member of that.
    pub(crate) whole: Option<&'static Parameter>,
}

/// The flags of an action, in the order of its parameters.
pub(crate) fn of(operation: &'static Operation) -> Vec<Flag> {
    of_parameters(operation.parameters, &options::reserved())
}

fn of_parameters(parameters: &'static [Parameter], reserved: &BTreeSet<String>) -> Vec<Flag> {
    let mut taken = reserved.clone();
    let mut flags = named(parameters, None, &mut taken);
    let whole = parameters
        .iter()
        .find(|parameter| parameter.place == Place::BodyRoot);
    if let Some(whole) = whole
        && let Kind::Object(shape) = &whole.kind
    {
        flags.extend(named(shape.fields, Some(whole), &mut taken));
    }
    flags
}

/// The flags of some parameters, beside those that are taken.
fn named(
    parameters: &'static [Parameter],
    whole: Option<&'static Parameter>,
    taken: &mut BTreeSet<String>,
) -> Vec<Flag> {
    let mut by_name: Vec<&'static Parameter> = parameters.iter().collect();
    by_name.sort_by_key(|parameter| parameter.name);
    let mut names = BTreeMap::new();
    for parameter in by_name {
        let plain = parameter.rename.unwrap_or(parameter.name);
        let name = free(&plain.to_kebab_case(), taken);
        taken.insert(name.clone());
        names.insert(parameter.name, name);
    }
    let flag = |parameter: &'static Parameter| {
        let is_free = |wire: &&str| is_flag(wire) && taken.insert((*wire).to_owned());
        Some(Flag {
            name: names.get(parameter.name)?.clone(),
            id: format!("parameter {}", wire(parameter, whole)),
            alias: Some(parameter.name).filter(is_free),
            parameter,
            whole,
        })
    };
    parameters.iter().filter_map(flag).collect()
}

/// The wire name, with that of the body before it.
fn wire(parameter: &Parameter, whole: Option<&Parameter>) -> String {
    let before = whole.map_or_else(String::new, |whole| format!("{}.", whole.name));
    before + parameter.name
}

/// Whether a wire name can be typed behind two dashes.
fn is_flag(wire: &str) -> bool {
    let mut letters = wire.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
}

/// The plain name, or the first that is not taken.
fn free(kebab: &str, taken: &BTreeSet<String>) -> String {
    if !kebab.is_empty() && !taken.contains(kebab) {
        return kebab.to_owned();
    }
    let long = if kebab.is_empty() {
        "param".to_owned()
    } else {
        format!("param-{kebab}")
    };
    if !taken.contains(&long) {
        return long;
    }
    let numbered = (2_u32..).map(|number| format!("{long}-{number}"));
    numbered
        .into_iter()
        .find(|name| !taken.contains(name))
        .unwrap_or(long)
}

impl Flag {
    /// The name on the wire: `body.namespace` of a member of the body.
    pub(crate) fn wire(&self) -> String {
        wire(self.parameter, self.whole)
    }

    /// Gives the parameter a value, or the body a member.
    pub(crate) fn put(&self, value: Value, parameters: &mut Map<String, Value>) {
        let members = match self.whole {
            None => Some(parameters),
            Some(whole) => {
                let empty = || Map::new().into();
                let body = parameters.entry(whole.name).or_insert_with(empty);
                body.as_object_mut()
            }
        };
        if let Some(members) = members {
            members.insert(self.parameter.name.to_owned(), value);
        }
    }

    /// The flag as an argument of the command.
    pub(crate) fn argument(&self) -> Arg {
        let parameter = self.parameter;
        let argument = Arg::new(self.id.clone())
            .long(self.name.clone())
            .aliases(self.alias)
            .value_name(value_name(&parameter.kind))
            .help(help(parameter, &self.wire()))
            .help_heading("Parameters")
            .hide_possible_values(true)
            .value_parser(OpenValues::of(parameter.values));
        match parameter.kind {
            Kind::Boolean => argument
                .action(ArgAction::Set)
                .num_args(0..=1)
                .default_missing_value("true")
                .value_parser(OpenValues::of(&["true", "false"])),
            Kind::List(_) | Kind::Map(_) => {
                argument.action(ArgAction::Append).allow_hyphen_values(true)
            }
            _ => argument.action(ArgAction::Set).allow_hyphen_values(true),
        }
    }
}

/// What stands for the value in the help.
fn value_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::String => "TEXT",
        Kind::Integer | Kind::Unsigned => "INTEGER",
        Kind::Number => "NUMBER",
        Kind::Boolean => "BOOLEAN",
        Kind::List(_) => "ITEM|JSON",
        Kind::Map(_) => "KEY=VALUE|JSON",
        _ => "JSON",
    }
}

/// One line about a parameter: what it is, the wire name that it sends, and what is documented.
fn help(parameter: &Parameter, wire: &str) -> String {
    let mut text = parameter.doc.replace('`', "");
    if parameter.sensitive {
        text.push_str(" A secret: other users of the machine can see flags; prefer --input.");
    }
    let mut facts = facts(parameter);
    facts.insert(0, format!("sends {wire}"));
    if !parameter.values.is_empty() {
        facts.push(format!("documented: {}", parameter.values.join(", ")));
    }
    let _ = write!(text, " [{}]", facts.join("; "));
    printable::text(text.trim()).into_owned()
}

/// What is documented of a value, beside its type.
pub(crate) fn facts(parameter: &Parameter) -> Vec<String> {
    let mut facts = Vec::new();
    if parameter.implicit {
        facts.push("taken from the credentials or the environment if absent".to_owned());
    } else if parameter.idempotency_token {
        facts.push("idempotency token: a new UUID if absent".to_owned());
    } else if parameter.required {
        facts.push("required".to_owned());
    }
    if let Some(default) = parameter.default {
        facts.push(format!("default {default}"));
    }
    facts.extend(range("", parameter.min, parameter.max));
    facts.extend(range("length ", parameter.min_length, parameter.max_length));
    if let Some(format) = parameter.time {
        facts.push(format!("a time: {format}"));
    }
    if parameter.deprecated {
        facts.push("deprecated".to_owned());
    }
    facts
}

/// Between what and what something is.
fn range<T: Display>(what: &str, min: Option<T>, max: Option<T>) -> Option<String> {
    Some(match (min, max) {
        (Some(min), Some(max)) => format!("{what}{min} to {max}"),
        (Some(min), None) => format!("{what}at least {min}"),
        (None, Some(max)) => format!("{what}at most {max}"),
        (None, None) => return None,
    })
}

#[cfg(test)]
mod tests {
    use cloudwright_core::meta::Shape;
    use serde_json::json;

    use super::*;

    fn names(parameters: &'static [Parameter]) -> Vec<String> {
        of_parameters(parameters, &options::reserved())
            .into_iter()
            .map(|flag| flag.name)
            .collect()
    }

    #[test]
    fn flags_are_the_kebab_case_of_wire_names_and_never_collide() {
        static PARAMETERS: &[Parameter] = &[
            Parameter::new("RepoName", Kind::String, Place::Body),
            Parameter::new("region", Kind::String, Place::Body),
            Parameter::new("ParamRegion", Kind::String, Place::Body),
            Parameter::new("help", Kind::Boolean, Place::Body),
            Parameter::new("ids", Kind::String, Place::Body),
            Parameter::new("Ids", Kind::String, Place::Body).rename("ids_2"),
            Parameter::new("IDS", Kind::String, Place::Body).rename("all_ids"),
            Parameter::new("Filter.1.Name", Kind::String, Place::Query),
            Parameter::new("$", Kind::String, Place::Query),
        ];
        assert_eq!(
            names(PARAMETERS),
            [
                "repo-name",
                "param-region-2",
                "param-region",
                "param-help",
                "ids",
                "ids-2",
                "all-ids",
                "filter-1-name",
                "param",
            ]
        );
    }

    #[test]
    fn the_wire_name_is_a_flag_too_where_nothing_else_is_called_so() {
        static PARAMETERS: &[Parameter] = &[
            Parameter::new("RepoName", Kind::String, Place::Body),
            Parameter::new("region", Kind::String, Place::Body),
            Parameter::new("a_b", Kind::String, Place::Body),
            Parameter::new("a-b", Kind::String, Place::Body).rename("a_b_2"),
            Parameter::new("$x", Kind::String, Place::Query),
        ];
        let flags = of_parameters(PARAMETERS, &options::reserved());
        let aliases: Vec<_> = flags.iter().map(|flag| flag.alias).collect();
        assert_eq!(aliases, [Some("RepoName"), None, Some("a_b"), None, None]);
    }

    #[test]
    fn members_of_the_whole_body_have_flags_behind_those_of_the_parameters() {
        static BODY: Shape = Shape::new(
            "Body",
            &[
                Parameter::new("Name", Kind::String, Place::Body),
                Parameter::new("id", Kind::String, Place::Body),
            ],
        );
        static PARAMETERS: &[Parameter] = &[
            Parameter::new("body", Kind::Object(&BODY), Place::BodyRoot),
            Parameter::new("id", Kind::String, Place::Path),
        ];
        assert_eq!(names(PARAMETERS), ["body", "id", "name", "param-id"]);
        let mut parameters = Map::new();
        for flag in of_parameters(PARAMETERS, &options::reserved())
            .iter()
            .skip(1)
        {
            flag.put(flag.name.as_str().into(), &mut parameters);
        }
        let expected = json!({"id": "id", "body": {"Name": "name", "id": "param-id"}});
        assert_eq!(Value::Object(parameters), expected);
    }

    #[test]
    fn every_flag_says_which_wire_name_it_sends() {
        for operation in cloudwright::services()
            .iter()
            .flat_map(|entry| entry.operations)
        {
            for flag in of(operation) {
                let argument = flag.argument();
                let help = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(help.contains(&format!("[sends {}", flag.wire())), "{help}");
            }
        }
        let bare = Parameter::new("RepoName", Kind::String, Place::Body);
        assert_eq!(help(&bare, bare.name), "[sends RepoName]");
    }

    #[test]
    fn no_flag_of_any_table_is_taken_twice_or_by_the_command_itself() {
        for entry in cloudwright::services() {
            for operation in entry.operations {
                let mut taken = options::reserved();
                for flag in of(operation) {
                    assert!(
                        taken.insert(flag.name.clone()),
                        "{}: {}",
                        operation.name,
                        flag.name
                    );
                }
            }
        }
    }
}

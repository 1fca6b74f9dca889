//! Rules over several parameters.

use cloudwright_spec::model::{Member, Rule, RuleKind};

use super::{Problem, ProblemKind};
use crate::parameters::Parameters;

/// Adds a problem for every rule that is broken. Rules that are advice only are not enforced.
pub(super) fn check(
    rules: &[Rule],
    members: &[Member],
    parameters: &Parameters,
    problems: &mut Vec<Problem>,
) {
    for rule in rules.iter().filter(|rule| rule.enforced) {
        if let Some((name, broken)) = broken(&rule.kind, members, parameters) {
            let detail = rule.doc.clone().unwrap_or(broken);
            problems.push(Problem::new(ProblemKind::Rule, &name, detail));
        }
    }
}

/// The first parameter of a rule that is broken, and how it is broken.
fn broken(
    kind: &RuleKind,
    members: &[Member],
    parameters: &Parameters,
) -> Option<(String, String)> {
    let given = |names: &[String]| {
        names
            .iter()
            .filter(|name| parameters.tree.contains_key(*name))
            .count()
    };
    let (names, is_kept, demand) = match kind {
        RuleKind::MultipleOf { member, of } => {
            let value = parameters.integer(members, member)?;
            let measure = parameters
                .integer(members, of)
                .filter(|measure| *measure > 0)?;
            let demand = format!("`{member}` must be zero or a multiple of `{of}`");
            return (value % measure != 0).then_some((member.clone(), demand));
        }
        RuleKind::Together { members } => {
            let given = given(members);
            (
                members,
                given == 0 || given == members.len(),
                "must be given together",
            )
        }
        RuleKind::OneOf { members } => (
            members,
            given(members) == 1,
            "exclude each other; one is needed",
        ),
        RuleKind::AtMostOne { members } => (members, given(members) <= 1, "exclude each other"),
        RuleKind::AtLeastOne { members } => {
            (members, given(members) >= 1, "must not all be absent")
        }
    };
    let all = names.join("`, `");
    (!is_kept).then(|| {
        (
            names.first().cloned().unwrap_or_default(),
            format!("`{all}` {demand}"),
        )
    })
}

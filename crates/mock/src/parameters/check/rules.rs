//! Rules over several parameters.

use cloudwright_spec::model::{Member, Rule, RuleKind};

use crate::message::vendor_error::Reason;
use crate::parameters::{Parameters, Problem};

/// A problem for every rule that is broken. Rules that are advice only are not enforced.
pub(super) fn broken(
    rules: &[Rule],
    members: &[Member],
    parameters: &Parameters,
) -> impl Iterator<Item = Problem> {
    let enforced = rules.iter().filter(|rule| rule.enforced);
    enforced.filter_map(|rule| {
        let demand = unfulfilled(&rule.kind, members, parameters)?;
        let detail = rule.doc.clone().unwrap_or(demand);
        Some(Problem::new(Reason::BrokenRule, detail))
    })
}

/// What a rule demands, if it is broken.
fn unfulfilled(kind: &RuleKind, members: &[Member], parameters: &Parameters) -> Option<String> {
    let given = |names: &[String]| {
        let given = names.iter();
        given
            .filter(|name| parameters.tree.contains_key(*name))
            .count()
    };
    let (names, is_kept, demand) = match kind {
        RuleKind::MultipleOf { member, of } => {
            let value = parameters.integer(members, member)?;
            let measure = parameters.integer(members, of);
            let measure = measure.filter(|measure| *measure > 0)?;
            let demand = format!("`{member}` must be zero or a multiple of `{of}`");
            return (value % measure != 0).then_some(demand);
        }
        RuleKind::Together { members } => {
            let is_kept = [0, members.len()].contains(&given(members));
            (members, is_kept, "must be given together")
        }
        RuleKind::OneOf { members } => {
            let is_kept = given(members) == 1;
            (members, is_kept, "exclude each other; one is needed")
        }
        RuleKind::AtMostOne { members } => (members, given(members) <= 1, "exclude each other"),
        RuleKind::AtLeastOne { members } => {
            (members, given(members) >= 1, "must not all be absent")
        }
    };
    (!is_kept).then(|| format!("`{}` {demand}", names.join("`, `")))
}

//! Checks of idempotency tokens: one a write, and one that clients can fill.

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::idempotency;
use crate::model::{Access, Action};

/// Checks the token of an action.
pub(super) fn check(checker: &mut Checker<'_>, action: &Action) {
    let request = Place::ROOT.key("request");
    let members = action.request.iter().enumerate();
    let marked = members.filter(|(_, member)| member.idempotency_token);
    for (number, (index, member)) in marked.enumerate() {
        let at = request.index(index);
        let at = at.key("idempotency_token");
        let problem = if number > 0 {
            Some("a call has one idempotency token; this is a further one")
        } else if action.access != Access::Write {
            Some("only a write has an idempotency token: a read may be repeated as it is")
        } else {
            idempotency::problem(member)
        };
        if let Some(problem) = problem {
            checker.say(Code::Inapplicable, at.name(), problem);
        }
    }
}

//! Paths from the top of a result, as paging and waits have them: each leads to a member.

use crate::catalog::step;
use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Member, TypeRef};

/// How paths of a kind are followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver {
    /// What a path that leads nowhere is.
    pub(super) code: Code,
    /// Whether a list on the way is gone through, entry by entry.
    pub(super) goes_through_lists: bool,
}

impl Resolver {
    /// The member that a path from the top of the result leads to; a finding if it leads nowhere.
    pub(super) fn resolve<'a>(
        self,
        checker: &mut Checker<'a>,
        action: &'a Action,
        path: &str,
        place: &Place<'_>,
    ) -> Option<&'a Member> {
        let mut members: &'a [Member] = &action.response;
        // A body that is a member as a whole is gone through: paths begin inside it.
        if let Some(root) = action.whole_answer() {
            if path == root.name {
                return Some(root);
            }
            members = checker.loaded.fields_of(action, root).unwrap_or(members);
        }
        let mut rest = path;
        loop {
            let Some((member, after)) = step(members, rest) else {
                let written = rest.split('.').next().unwrap_or(rest);
                let message = format!("`{path}` leads nowhere: there is no `{written}`");
                let finding = checker.say(self.code, place, message);
                finding.did_you_mean(written, members.iter().map(|member| &*member.name));
                return None;
            };
            if member.serialize.is_some() {
                let message = format!(
                    "`{path}` leads into the text that `{}` is on the wire; nothing is read out of it",
                    member.name
                );
                checker.say(self.code, place, message);
                return None;
            }
            let Some(after) = after else {
                return Some(member);
            };
            rest = after;
            let is_object = self.leads_on(&member.type_ref);
            let Some(fields) = checker
                .loaded
                .fields_of(action, member)
                .filter(|_| is_object)
            else {
                if !checker.is_known(&member.type_ref) {
                    return None;
                }
                let message = format!(
                    "`{path}` leads nowhere: `{}` is `{}`, which has no members",
                    member.name, member.type_ref
                );
                checker.say(self.code, place, message);
                return None;
            };
            members = fields;
        }
    }

    /// Whether a path goes on behind a value of this type.
    fn leads_on(self, type_ref: &TypeRef) -> bool {
        match type_ref {
            TypeRef::Object | TypeRef::Named(_) => true,
            TypeRef::List(item) => self.goes_through_lists && self.leads_on(item),
            _ => false,
        }
    }
}

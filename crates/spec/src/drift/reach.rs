//! Which declared types calls send and which answers hold, through other types.

use std::collections::{HashMap, HashSet};

use super::change::Direction;
use crate::catalog::{LoadedAction, LoadedService, Scope};
use crate::model::{Action, Member, TypeRef};

/// A declared type: the action in whose file it is, if it is not the service's, and its name.
type TypeKey<'a> = (Option<&'a str>, &'a str);

/// Which way the declared types of a service travel.
#[derive(Default)]
pub(super) struct Reach<'a> {
    sent: HashSet<TypeKey<'a>>,
    answered: HashSet<TypeKey<'a>>,
    /// The actions that reach a type of the service.
    by: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Reach<'a> {
    pub(super) fn of(service: &'a LoadedService) -> Self {
        let mut reach = Self::default();
        for LoadedAction { action, .. } in &service.actions {
            let sent = reached(service, action, &action.request);
            let answered = reached(service, action, &action.response);
            for (_, name) in sent.union(&answered).filter(|(of, _)| of.is_none()) {
                reach.by.entry(name).or_default().push(&action.action);
            }
            reach.sent.extend(sent);
            reach.answered.extend(answered);
        }
        reach
    }

    /// Which way a type travels.
    pub(super) fn direction(&self, action: Option<&str>, name: &str) -> Direction {
        let key = (action, name);
        Direction::of(self.sent.contains(&key), self.answered.contains(&key))
    }

    /// The actions that reach a type of the service, in their order.
    pub(super) fn by(&self, name: &str) -> &[&'a str] {
        self.by.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The declared types that members hold.
fn reached<'a>(
    service: &'a LoadedService,
    action: &'a Action,
    members: &'a [Member],
) -> HashSet<TypeKey<'a>> {
    let mut found = HashSet::new();
    let mut open = vec![members];
    while let Some(members) = open.pop() {
        for member in members.iter().filter(|member| member.removed.is_none()) {
            open.extend(member.fields.as_deref());
            if let TypeRef::Named(name) = member.type_ref.leaf()
                && let Some((scope, declared)) = service.type_of(action, name)
            {
                let of = (scope == Scope::Action).then_some(&*action.action);
                if found.insert((of, &*declared.name)) {
                    open.extend(declared.fields.as_deref());
                }
            }
        }
    }
    found
}

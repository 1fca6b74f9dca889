//! Which declared types calls send and which answers hold, through other types.

use std::collections::{HashMap, HashSet};

use super::change::Direction;
use crate::catalog::{LoadedService, Scope};
use crate::model::{Action, Member, TypeRef};

/// A declared type: of the service, or of an action by its name.
type Key<'a> = (Option<&'a str>, &'a str);

/// Which way the declared types of a service travel.
#[derive(Default)]
pub(super) struct Reach<'a> {
    sent: HashSet<Key<'a>>,
    answered: HashSet<Key<'a>>,
    /// The actions that reach a type of the service.
    by: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Reach<'a> {
    pub(super) fn of(service: &'a LoadedService) -> Self {
        let mut reach = Self::default();
        for loaded in &service.actions {
            let action = &loaded.action;
            let mut all = HashSet::new();
            for (members, is_sent) in [(&action.request, true), (&action.response, false)] {
                let mut found = HashSet::new();
                spread(service, action, members, &mut found);
                all.extend(found.iter().copied());
                let known = if is_sent {
                    &mut reach.sent
                } else {
                    &mut reach.answered
                };
                known.extend(found);
            }
            for (_, name) in all.into_iter().filter(|(of, _)| of.is_none()) {
                reach.by.entry(name).or_default().push(&action.action);
            }
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

fn spread<'a>(
    service: &'a LoadedService,
    action: &'a Action,
    members: &'a [Member],
    found: &mut HashSet<Key<'a>>,
) {
    let mut open: Vec<&'a [Member]> = vec![members];
    while let Some(members) = open.pop() {
        for member in members.iter().filter(|member| member.removed.is_none()) {
            if let Some(fields) = &member.fields {
                open.push(fields);
            }
            let TypeRef::Named(name) = member.type_ref.leaf() else {
                continue;
            };
            let Some((scope, declared)) = service.type_of(action, name) else {
                continue;
            };
            let of = (scope == Scope::Action).then_some(&*action.action);
            if found.insert((of, &declared.name))
                && let Some(fields) = &declared.fields
            {
                open.push(fields);
            }
        }
    }
}

//! Idempotency tokens: which parameter can be one, and which is one by its name where no source says so.
//!
//! A token is a text that a service remembers with its first answer, so that the same call sent again
//! changes nothing more (Alibaba, "How to ensure idempotence"; Huawei, "Idempotent Requests"). What
//! specs say counts; the name is only asked for what nobody read a page of.

use cloudwright_vocabulary::secret;

use crate::model::{Access, Action, Location, Member, Scalar, TypeRef};

/// Characters of what clients fill in: a UUID, as Huawei's services want it.
pub const LENGTH: u64 = 36;

/// Why a parameter cannot be filled with a UUID, or would not be understood; `None` where it can be.
pub fn problem(member: &Member) -> Option<&'static str> {
    let is_out = |least: Option<u64>, most: Option<u64>| {
        least.is_some_and(|least| least > LENGTH) || most.is_some_and(|most| most < LENGTH)
    };
    if member.type_ref != TypeRef::Scalar(Scalar::String) {
        Some("an idempotency token is a text: `type: string`")
    } else if is_out(member.min_length, member.max_length) {
        Some("a client fills it with a UUID, whose 36 characters its bounds refuse")
    } else if !member.values.is_empty() || member.default.is_some() {
        Some("a text that is new with each call has neither `values` nor a `default`")
    } else if member.implicit || member.sensitive {
        Some("what is new with each call is neither `implicit` nor `sensitive`")
    } else if matches!(
        member.location,
        Some(Location::Path | Location::Host | Location::BodyRoot)
    ) {
        Some("an idempotency token is in the body, the query or a header")
    } else {
        None
    }
}

/// Marks the parameter of a write that is an idempotency token by its name, where there is exactly one
/// that can be, and none is marked. Says whether it did.
pub fn mark_by_name(action: &mut Action) -> bool {
    let is_marked = action.request.iter().any(|member| member.idempotency_token);
    if action.access != Access::Write || is_marked {
        return false;
    }
    let is_token = |member: &&mut Member| {
        secret::is_idempotency_token(&member.name)
            && member.removed.is_none()
            && problem(member).is_none()
    };
    let mut found = action.request.iter_mut().filter(is_token);
    match (found.next(), found.next()) {
        (Some(token), None) => {
            token.idempotency_token = true;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn action(access: Access, members: &[Member]) -> Action {
        let text = "action: CreateThing\nsummary: Makes.\nsource: { title: Things }\naccess: write";
        let mut action: Action = serde_yaml::from_str(text).unwrap();
        action.access = access;
        action.request = members.to_vec();
        action
    }

    fn text(name: &str) -> Member {
        Member::new(name, TypeRef::Scalar(Scalar::String))
    }

    #[test]
    fn a_write_has_one_token_by_its_name_and_a_read_has_none() {
        for name in [
            "ClientToken",
            "client_token",
            "X-Client-Token",
            "clientToken",
        ] {
            let mut write = action(Access::Write, &[text("Name"), text(name)]);
            assert!(mark_by_name(&mut write), "{name}");
            assert!(write.request[1].idempotency_token && !write.request[0].idempotency_token);
            assert!(
                !mark_by_name(&mut action(Access::Read, &[text(name)])),
                "{name}"
            );
        }
        let twice = [text("ClientToken"), text("X-Client-Token")];
        assert!(!mark_by_name(&mut action(Access::Write, &twice)));
        let other = [text("Token"), text("NextToken"), text("ClientTokenId")];
        assert!(!mark_by_name(&mut action(Access::Write, &other)));
    }

    #[test]
    fn what_a_uuid_does_not_fit_into_is_not_marked() {
        let token = text("ClientToken");
        let in_a_path = Some(Location::Path);
        for unfit in [
            Member::new("ClientToken", TypeRef::Scalar(Scalar::Int64)),
            Member {
                max_length: Some(32),
                ..token.clone()
            },
            Member {
                min_length: Some(40),
                ..token.clone()
            },
            Member {
                sensitive: true,
                ..token.clone()
            },
            Member {
                location: in_a_path,
                ..token.clone()
            },
        ] {
            assert!(
                !mark_by_name(&mut action(Access::Write, std::slice::from_ref(&unfit))),
                "{unfit:?}"
            );
        }
        let bounded = Member {
            min_length: Some(1),
            max_length: Some(64),
            ..token
        };
        assert!(mark_by_name(&mut action(Access::Write, &[bounded])));
    }
}

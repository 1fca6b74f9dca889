//! Parameters of an inventory that every client of the protocol sends without being told.
//!
//! Vendors list `Content-Type`, `X-Sdk-Date` or `X-Security-Token` beside an action's own parameters, and
//! the region that chooses the host, which is the client's setting. A setter for one could only be refused
//! or ignored when it is used, so these become no members of the spec.

use std::collections::BTreeMap;

use super::inventory::{Field, Product};
use crate::model::Protocol;

/// Takes them out; their names as they are written, each with the number of its actions.
pub(super) fn take(product: &mut Product, protocols: &[Protocol]) -> BTreeMap<String, usize> {
    let mut taken = BTreeMap::new();
    for action in &mut product.actions {
        action.params.retain(|field| {
            let is_own = is_own_header(field, protocols) || is_region_of_host(field, &product.host);
            if is_own {
                *taken.entry(field.name.clone()).or_insert(0) += 1;
            }
            !is_own
        });
    }
    taken
}

fn is_own_header(field: &Field, protocols: &[Protocol]) -> bool {
    let mut protocols = protocols.iter();
    field.location.as_deref() == Some("header")
        && protocols.any(|protocol| protocol.sets_header(&field.name))
        && !is_another_scheme(field)
}

/// An `Authorization` that must be given is not the signature, which clients make: it is the token of
/// another scheme, which they do not have.
fn is_another_scheme(field: &Field) -> bool {
    field.required == Some(true) && field.name.eq_ignore_ascii_case("authorization")
}

/// A region that is not sent and only chooses the host, where the host does not name the parameter: it is
/// chosen by the region of the client or of the call.
fn is_region_of_host(field: &Field, host: &str) -> bool {
    field.location.as_deref() == Some("host")
        && field.name.eq_ignore_ascii_case("regionid")
        && !host.contains(&format!("{{{}}}", field.name))
}

//! Whether an action's body must be given, where a parameter is the body as a whole.
//!
//! Huawei's generator writes of every body that it need not be given, also where the page says that it must:
//! that is no statement. What the body's type says of its members is one: a body that has members which must be
//! given must be given itself.

use std::collections::BTreeSet;

use super::inventory::{Field, Product};

/// Says it of each whole body that the inventory calls optional, or says nothing of it.
pub(super) fn require(product: &mut Product) {
    let demanding: BTreeSet<String> = product
        .types
        .iter()
        .filter(|found| has_required(&found.fields))
        .map(|found| found.name.clone())
        .collect();
    let actions = product.actions.iter_mut();
    for body in actions.flat_map(|action| &mut action.params) {
        let is_whole = body.location.as_deref() == Some("body_root");
        if is_whole && body.required == Some(false) {
            let is_demanding = body
                .reference
                .as_ref()
                .is_some_and(|name| demanding.contains(name))
                || body.fields.as_deref().is_some_and(has_required);
            body.required = is_demanding.then_some(true);
        }
    }
}

fn has_required(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.required == Some(true))
}

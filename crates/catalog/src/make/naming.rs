//! Ids of services: a product's latest version bears its name, each other one its version too.
//!
//! Vendors begin a version with a few actions, years before it has those of the one before: one that has
//! not half as many is not yet what people mean.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::SourceFile;
use cloudwright_spec::model::Protocol;
use serde_json::Value;

use crate::specs::SpecFolder;

/// The products with their ids, sorted by id.
pub(super) fn name(products: Vec<Value>, specs: &[SourceFile]) -> Vec<(String, Value)> {
    let specs = SpecFolder::sorted(specs.to_vec());
    let mut by_product: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for product in products {
        by_product
            .entry(plain_id(&product))
            .or_default()
            .push(product);
    }
    let mut named = BTreeMap::new();
    let mut taken: BTreeSet<String> = by_product.keys().cloned().collect();
    for (plain, mut versions) in by_product {
        versions.sort_by(|left, right| version(right).cmp(version(left)));
        versions.dedup_by(|later, earlier| version(later) == version(earlier));
        // What specs describe keeps its id, and is the version that they say.
        let described = specs
            .get(&plain)
            .and_then(|folder| folder.load(|_| false).ok());
        let most = versions.iter().map(actions).max().unwrap_or_default();
        let first = versions.iter().position(|product| match &described {
            Some(own) => is_same_api(product, &own.service),
            None => actions(product) * 2 >= most,
        });
        for (at, product) in versions.into_iter().enumerate() {
            let id = if Some(at) == first {
                plain.clone()
            } else {
                let version = version(&product)
                    .replace(['.', '_'], "-")
                    .to_ascii_lowercase();
                let long = format!("{plain}-{version}");
                let numbered = (2_u32..).map(|number| format!("{long}-{number}"));
                let mut free = std::iter::once(long.clone()).chain(numbered);
                free.find(|id| taken.insert(id.clone())).unwrap_or(long)
            };
            named.insert(id, product);
        }
    }
    named.into_iter().collect()
}

fn version(product: &Value) -> &str {
    product["version"].as_str().unwrap_or_default()
}

fn actions(product: &Value) -> usize {
    product["actions"].as_array().map_or(0, Vec::len)
}

fn plain_id(product: &Value) -> String {
    let text = |name: &str| product[name].as_str().unwrap_or_default();
    let code = text("product").to_ascii_lowercase();
    let code: String = code
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    format!("{}-{}", text("provider"), code.trim_matches('-'))
}

/// Whether actions of a package can stand beside those of a spec.
fn is_same_api(product: &Value, service: &cloudwright_spec::model::Service) -> bool {
    let is_rest = product["actions"][0]["style"] == "ROA" || product["provider"] == "huawei";
    let protocol = service.protocols.first().copied();
    service.version.as_deref().unwrap_or_default() == version(product)
        && service.envelope.as_deref() == product["envelope"].as_str()
        && service.path.is_none()
        && protocol.is_some_and(Protocol::is_rest) == is_rest
}

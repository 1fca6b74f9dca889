//! Hosts by region, which packages do not hold or hold in part.

use std::collections::BTreeMap;

use cloudwright_spec::import::hosts::template;
use cloudwright_spec::model::{Endpoints, Service};
use serde_json::Value;

/// Hosts by provider, product and version.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeMap<(String, String, String), ProductHosts>);

#[derive(Clone, Debug, Default)]
struct ProductHosts {
    /// The host that all regions share.
    global: Option<String>,
    by_region: BTreeMap<String, String>,
    /// Reached from a private network only.
    private: BTreeMap<String, String>,
}

impl Hosts {
    pub(super) fn read(alibaba: &Value, huawei: &Value) -> Self {
        let mut hosts = Self::default();
        for product in alibaba["products"].as_array().into_iter().flatten() {
            let text = |name: &str| product[name].as_str().unwrap_or_default();
            let known = ProductHosts {
                global: is_host(text("global_endpoint"))
                    .then(|| text("global_endpoint").to_owned()),
                by_region: regions(&product["regional_endpoints"]),
                private: regions(&product["regional_vpc_endpoints"]),
            };
            let key = ("alibaba", text("code"), text("version"));
            hosts.0.insert(key_of(key), known);
        }
        for (service, versions) in huawei["services"].as_object().into_iter().flatten() {
            for (version, found) in versions.as_object().into_iter().flatten() {
                let by_region = regions(found);
                let known = ProductHosts {
                    by_region,
                    ..ProductHosts::default()
                };
                hosts.0.insert(key_of(("huawei", service, version)), known);
            }
        }
        hosts
    }

    /// Sets a service's hosts, where they are known.
    pub(super) fn set(&self, product: &Value, service: &mut Service) {
        let text = |name: &str| product[name].as_str().unwrap_or_default();
        let key = key_of((text("provider"), text("product"), text("version")));
        let Some(known) = self.0.get(&key) else {
            return;
        };
        if let Some((template, exceptions)) = template(&known.by_region) {
            service.regions = if template.contains("{region}") || !exceptions.is_empty() {
                known.by_region.keys().cloned().collect()
            } else {
                Vec::new()
            };
            service.endpoints = Endpoints {
                default: template,
                by_region: exceptions,
                variants: BTreeMap::new(),
            };
        } else if let Some(global) = &known.global {
            service.endpoints.default.clone_from(global);
        }
        // A variant is one template: what does not follow it cannot be said.
        if let Some((private, _)) = template(&known.private) {
            service.endpoints.variants.insert("vpc".to_owned(), private);
        }
    }
}

fn key_of((provider, product, version): (&str, &str, &str)) -> (String, String, String) {
    let product = product.to_ascii_lowercase().replace('_', "-");
    (provider.to_owned(), product, version.to_owned())
}

/// Hosts by region; of several in one region, the first.
fn regions(found: &Value) -> BTreeMap<String, String> {
    let found = found.as_object().into_iter().flatten();
    let pairs = found.filter_map(|(region, host)| {
        let host = host.as_str().or_else(|| host[0].as_str())?;
        (is_host(host) && is_region(region)).then(|| (region.clone(), host.to_owned()))
    });
    pairs.collect()
}

fn is_host(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.contains('.') && text.split('.').all(is_part)
}

fn is_region(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn what_is_no_host_is_left_aside() {
        let found =
            serde_json::json!({"a": "x.com/path", "b": ["y.com", "z.com"], "c d": "x.com", "e": 1});
        assert_eq!(
            regions(&found),
            [("b".to_owned(), "y.com".to_owned())].into()
        );
    }
}

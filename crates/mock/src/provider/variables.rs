//! The environment variables that lead a provider's own tools to a mock, under the vendors' names.

use std::collections::BTreeSet;

use cloudwright_spec::model::Provider;

/// What a mock serves of a provider.
pub(crate) struct Served<'a> {
    pub(crate) provider: Provider,
    /// The region that tools go by unless told otherwise.
    pub(crate) region: String,
    pub(crate) project_id: &'a str,
    /// The address of what is no service.
    pub(crate) endpoint: String,
    pub(crate) services: Vec<ServedService<'a>>,
}

/// One service, and where it is.
pub(crate) struct ServedService<'a> {
    pub(crate) product: &'a str,
    pub(crate) endpoint: String,
    pub(crate) regions: BTreeSet<&'a str>,
}

/// Variables by name, each once: what comes first stays.
#[derive(Default)]
pub(crate) struct Variables(pub(crate) Vec<(String, String)>);

impl Variables {
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        if self.0.iter().all(|(known, _)| known != name) {
            self.0.push((name.to_owned(), value.into()));
        }
    }
}

/// A text as a part of a variable's name: POSIX has capitals, digits and `_`.
pub(crate) fn name_part(text: &str) -> String {
    let part = |character: char| match character.to_ascii_uppercase() {
        character @ ('A'..='Z' | '0'..='9') => character,
        _ => '_',
    };
    text.chars().map(part).collect()
}

/// Adds the region: all that the tools of most providers need beside the key.
pub(super) fn region(served: &Served<'_>, variables: &mut Variables) {
    variables.set(served.provider.region_variable(), served.region.as_str());
}

/// Adds what Huawei's SDKs read.
pub(super) fn of_huawei(served: &Served<'_>, variables: &mut Variables) {
    let region = served.region.as_str();
    for (name, value) in [
        ("HUAWEICLOUD_SDK_PROJECT_ID", served.project_id),
        ("HUAWEICLOUD_REGION", region),
        ("HUAWEICLOUD_SDK_IAM_ENDPOINT", &served.endpoint),
        ("HUAWEICLOUD_SDK_STS_ENDPOINT", &served.endpoint),
    ] {
        variables.set(name, value);
    }
    for service in &served.services {
        // The SDK's own way to move a service: one variable a service and region.
        let product = name_part(service.product);
        let usual = BTreeSet::from([region]);
        for region in service.regions.union(&usual) {
            let name = format!("HUAWEICLOUD_SDK_REGION_{product}_{}", name_part(region));
            variables.set(&name, service.endpoint.as_str());
        }
    }
}

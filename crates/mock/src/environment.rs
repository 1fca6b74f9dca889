//! Environment variables that lead tools to a mock, under the vendors' own names.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Provider;

use crate::keys;
use crate::provider::played;
use crate::signed::quoted;
use crate::world::World;

/// The variables, in the order they are best read. No name comes twice.
pub(crate) fn variables(world: &World) -> Vec<(String, String)> {
    let mut variables = Variables::default();
    variables.set("CLOUDWRIGHT_ENDPOINT", world.endpoint(None));
    for loaded in &world.index.catalog.services {
        let id = &loaded.service.service;
        let name = format!("CLOUDWRIGHT_ENDPOINT_{}", name_part(id));
        variables.set(&name, world.endpoint(Some(id)));
    }
    for &provider in Provider::ALL {
        let services = world.index.catalog.services.iter();
        let services: Vec<&LoadedService> = services
            .filter(|loaded| loaded.service.provider == provider)
            .collect();
        if !services.is_empty() {
            of_provider(world, provider, &services, &mut variables);
        }
    }
    variables.0
}

fn of_provider(
    world: &World,
    provider: Provider,
    services: &[&LoadedService],
    variables: &mut Variables,
) {
    let key = keys::standard(provider);
    let [id, secret] = provider.key_variables();
    variables.set(id, key.id);
    variables.set(secret, key.secret);
    let found = Found {
        provider,
        services,
        region: usual_region(provider, services),
    };
    (played(provider).variables)(world, &found, variables);
}

/// Adds variables of a provider.
pub(crate) type Add = fn(&World, &Found<'_>, &mut Variables);

/// What the mock serves of a provider.
pub(crate) struct Found<'a> {
    provider: Provider,
    services: &'a [&'a LoadedService],
    region: String,
}

/// Adds the region: all that the tools of most providers need beside the key.
pub(crate) fn region(_: &World, found: &Found<'_>, variables: &mut Variables) {
    variables.set(found.provider.region_variable(), found.region.as_str());
}

/// Adds what Huawei's SDKs read.
pub(crate) fn of_huawei(world: &World, found: &Found<'_>, variables: &mut Variables) {
    let project_id = world.account.project_id.clone();
    variables.set("HUAWEICLOUD_SDK_PROJECT_ID", project_id);
    variables.set("HUAWEICLOUD_REGION", found.region.as_str());
    variables.set("HUAWEICLOUD_SDK_IAM_ENDPOINT", world.endpoint(None));
    variables.set("HUAWEICLOUD_SDK_STS_ENDPOINT", world.endpoint(None));
    for loaded in found.services {
        // The SDK's own way to move a service: one variable a service and region.
        let product = name_part(&loaded.service.product);
        let endpoint = world.endpoint(Some(&loaded.service.service));
        let regions = regions(loaded).into_iter().chain([found.region.as_str()]);
        for region in regions.collect::<BTreeSet<_>>() {
            let region = name_part(region);
            let name = format!("HUAWEICLOUD_SDK_REGION_{product}_{region}");
            variables.set(&name, endpoint.clone());
        }
    }
}

/// Variables by name, each once: what comes first stays.
#[derive(Default)]
pub(crate) struct Variables(Vec<(String, String)>);

impl Variables {
    fn set(&mut self, name: &str, value: impl Into<String>) {
        if self.0.iter().all(|(known, _)| known != name) {
            self.0.push((name.to_owned(), value.into()));
        }
    }
}

/// A text as a part of a variable's name: POSIX has capitals, digits and `_`.
fn name_part(text: &str) -> String {
    let part = |character: char| match character.to_ascii_uppercase() {
        character @ ('A'..='Z' | '0'..='9') => character,
        _ => '_',
    };
    text.chars().map(part).collect()
}

/// The regions that a service is documented for, by its own list or by its actions'.
fn regions(loaded: &LoadedService) -> BTreeSet<&str> {
    let of_actions = loaded
        .actions
        .iter()
        .flat_map(|found| &found.action.regions);
    let all = loaded.service.regions.iter().chain(of_actions);
    all.map(String::as_str).collect()
}

/// The region that most services of a provider are documented for; of several, the one that the
/// vendor's own examples name, or the first.
fn usual_region(provider: Provider, services: &[&LoadedService]) -> String {
    let usual = provider.example_region();
    // Tencent's API 2.0 documents short names and takes the long ones too.
    let is_particular = |loaded: &&&LoadedService| loaded.protocol().example_region() == usual;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for region in services
        .iter()
        .filter(is_particular)
        .flat_map(|loaded| regions(loaded))
    {
        *counts.entry(region).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let common: Vec<&str> = counts
        .iter()
        .filter(|(_, count)| **count == most)
        .map(|(region, _)| *region)
        .collect();
    let named = common.iter().find(|region| **region == usual);
    let chosen = named.or(common.first()).copied();
    chosen.unwrap_or(usual).to_owned()
}

/// Lines for a shell.
pub(crate) fn script(variables: &[(String, String)]) -> String {
    let lines = variables
        .iter()
        .map(|(name, value)| format!("export {name}={}\n", quoted(value)));
    lines.collect()
}

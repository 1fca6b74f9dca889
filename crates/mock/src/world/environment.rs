//! Environment variables that lead tools to a mock.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Provider;

use super::World;
use crate::caller::signed::quoted;
use crate::provider::support;
use crate::provider::variables::{Served, ServedService, Variables, name_part};
use crate::verify::keys;

/// The variables, in the order they are best read. No name comes twice.
pub(crate) fn variables(world: &World) -> Vec<(String, String)> {
    let mut variables = Variables::default();
    variables.set("CLOUDWRIGHT_ENDPOINT", world.endpoint(None));
    for loaded in world.index.services() {
        let id = &loaded.service.service;
        let name = format!("CLOUDWRIGHT_ENDPOINT_{}", name_part(id));
        variables.set(&name, world.endpoint(Some(id)));
    }
    for &provider in Provider::ALL {
        let services = world.index.services().iter();
        let services: Vec<&LoadedService> = services
            .filter(|loaded| loaded.service.provider == provider)
            .collect();
        if services.is_empty() {
            continue;
        }
        let key = keys::standard(provider);
        let [id, secret] = provider.key_variables();
        variables.set(id, key.id);
        variables.set(secret, key.secret);
        (support(provider).variables)(&served(world, provider, &services), &mut variables);
    }
    variables.0
}

fn served<'a>(world: &'a World, provider: Provider, services: &[&'a LoadedService]) -> Served<'a> {
    let service = |loaded: &&'a LoadedService| ServedService {
        product: &loaded.service.product,
        endpoint: world.endpoint(Some(&loaded.service.service)),
        regions: regions(loaded),
    };
    Served {
        provider,
        region: usual_region(provider, services),
        project_id: &world.account.project_id,
        endpoint: world.endpoint(None),
        services: services.iter().map(service).collect(),
    }
}

/// The regions that a service is documented for, by its own list or by its actions'.
fn regions(loaded: &LoadedService) -> BTreeSet<&str> {
    let actions = loaded.actions.iter();
    let of_actions = actions.flat_map(|found| &found.action.regions);
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
    let particular = services.iter().filter(is_particular);
    for region in particular.flat_map(|loaded| regions(loaded)) {
        *counts.entry(region).or_default() += 1;
    }
    // Of equals the last is taken, which is the first by name.
    let rank = |(region, count): &(&str, usize)| (*count, *region == usual);
    let chosen = counts.into_iter().rev().max_by_key(rank);
    chosen.map_or(usual, |(region, _)| region).to_owned()
}

/// Lines for a shell.
pub(crate) fn script(variables: &[(String, String)]) -> String {
    let lines = variables
        .iter()
        .map(|(name, value)| format!("export {name}={}\n", quoted(value)));
    lines.collect()
}

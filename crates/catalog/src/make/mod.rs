//! Makes the catalogue's file: inventories of vendors' packages and what is carried over beside them.
//!
//! ```text
//! inventories + requests (alibaba) + error codes (tencent) ─ import ─▶ specs ─ checks ─▶ services
//!     services + hosts by region + paging by names ─▶ blocks, index
//! ```
//!
//! Nothing here reads a file or asks a network: texts in, bytes out, the same for the same texts.

mod alibaba;
mod codes;
mod hosts;
mod left_out;
mod naming;
mod paging;

use std::collections::BTreeMap;

use cloudwright_spec::model::Service;
use cloudwright_spec::{LoadedService, Severity, SourceFile, import, load, parallel};
use serde_json::Value;

pub use left_out::LeftOut;

use crate::CatalogError;
use crate::container;
use crate::{Entry, packed};

/// What a catalogue is made from.
#[derive(Clone, Debug, Default)]
pub struct VendorSources {
    /// Inventories of packages (`scale-neutral/1`).
    pub inventories: Vec<String>,
    /// All products of Alibaba with their requests (`alibaba-requests/1`).
    pub alibaba_requests: String,
    /// The error codes of Tencent's actions (`tencent-error-codes/1`).
    pub tencent_codes: String,
    /// The hosts of Huawei's services (`huawei-endpoints/1`).
    pub huawei_endpoints: String,
    /// The specs that will stand beside it: where they describe another API of the same name, the
    /// package's has its version in its id.
    pub specs: Vec<SourceFile>,
}

/// A catalogue that was made.
#[derive(Clone, Debug)]
pub struct MadeCatalog {
    /// The file.
    pub file: Vec<u8>,
    /// How many services it holds.
    pub services: usize,
    /// How many actions it holds.
    pub actions: usize,
    /// What was left out, by kind.
    pub left_out: LeftOut,
}

/// Makes the file.
///
/// # Errors
/// A source is not what it should be.
pub fn make(sources: &VendorSources) -> Result<MadeCatalog, CatalogError> {
    let mut left_out = LeftOut::default();
    let mut products = Vec::with_capacity(sources.inventories.len());
    for text in &sources.inventories {
        let mut product = serde_json::from_str::<Value>(text)?;
        drop_examples(&mut product);
        products.push(product);
    }
    codes::add(
        &mut products,
        &serde_json::from_str(&sources.tencent_codes)?,
    );
    let requests: Value = serde_json::from_str(&sources.alibaba_requests)?;
    alibaba::add(&mut products, &requests, &mut left_out);
    let named = naming::name(products, &sources.specs);
    let hosts = hosts::Hosts::read(&requests, &serde_json::from_str(&sources.huawei_endpoints)?);
    let made = parallel::map(parallel::available(), &named, |(id, product)| {
        service(id, product, &hosts)
    });
    let (mut index, mut action_names, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut actions) = (0, 0);
    for (loaded, told) in made {
        left_out.add(told);
        let Some(loaded) = loaded.filter(|loaded| !loaded.actions.is_empty()) else {
            continue;
        };
        let LoadedService {
            service,
            actions: own,
            ..
        } = &loaded;
        let text = packed::block(service, &source(service), own)?;
        let block = container::pack(&text)?;
        index.push(serde_json::to_string(&Entry {
            id: service.service.clone(),
            provider: service.provider,
            product: service.product.clone(),
            title: service.title.clone(),
            version: service.version.clone(),
            protocols: service.protocols.clone(),
            from_specs: false,
            block: Some((at, block.len())),
        })?);
        let own: Vec<&String> = own.iter().map(|loaded| &loaded.action.action).collect();
        action_names.push(serde_json::to_string(&(&service.service, &own))?);
        actions += own.len();
        at += block.len();
        blocks.push(block);
    }
    Ok(MadeCatalog {
        file: container::write(&index.join("\n"), &action_names.join("\n"), &blocks)?,
        services: blocks.len(),
        actions,
        left_out,
    })
}

/// Takes out the examples of values, which would be a third of the file.
fn drop_examples(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(drop_examples),
        Value::Object(map) => {
            map.remove("example");
            map.values_mut().for_each(drop_examples);
        }
        _ => {}
    }
}

/// From what a service's actions are known, in place of the title of a page.
fn source(service: &Service) -> String {
    let provider = service.service.split('-').next().unwrap_or_default();
    format!("Catalogue of {provider} {}", service.product)
}

/// One service: imported, checked, with hosts and paging.
fn service(id: &str, product: &Value, hosts: &hosts::Hosts) -> (Option<LoadedService>, LeftOut) {
    let mut left_out = LeftOut::default();
    let provider = product["provider"].as_str().unwrap_or_default();
    let name = id.strip_prefix(&format!("{provider}-")).unwrap_or(id);
    let options = import::Options {
        name: Some(name.to_owned()),
        allow_partial: true,
    };
    let imported = match import::import(&product.to_string(), &options) {
        Ok(imported) => imported,
        Err(error) => {
            let reason = match &error {
                import::ImportError::Refused(refusals) => refusals.first(),
                _ => None,
            };
            let reason = reason.map_or_else(|| error.to_string(), |first| first.reason.clone());
            left_out.service(provider, &reason);
            return (None, left_out);
        }
    };
    // One action may be refused for several reasons: it is counted once.
    let mut refused: BTreeMap<&str, &str> = BTreeMap::new();
    for refusal in &imported.left_out {
        let place = refusal.place.split(':').next().unwrap_or_default();
        refused.entry(place).or_insert(&refusal.reason);
    }
    for reason in refused.values() {
        left_out.action(provider, reason);
    }
    let Some(mut loaded) = checked(imported.files, provider, &mut left_out) else {
        return (None, left_out);
    };
    hosts.set(product, &mut loaded.service);
    loaded.service.title = title(product);
    paging::infer(&mut loaded);
    (Some(loaded), left_out)
}

/// What a product is called: its own title, or its vendor and its code.
fn title(product: &Value) -> String {
    let text = |name: &str| product[name].as_str().unwrap_or_default();
    let mut provider = text("provider").to_owned();
    if let Some(first) = provider.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{provider} {}", text("product"))
}

/// The service without what its checks refuse.
fn checked(
    mut files: Vec<SourceFile>,
    provider: &str,
    left_out: &mut LeftOut,
) -> Option<LoadedService> {
    loop {
        let mut loaded = load::load(&files);
        let errors = loaded.report.diagnostics().iter();
        let mut refused: BTreeMap<&str, &str> = BTreeMap::new();
        for error in errors.filter(|found| found.severity == Severity::Error) {
            refused.entry(&error.file).or_insert(&error.message);
        }
        if refused.is_empty() {
            return loaded.catalog.services.pop();
        }
        if let Some((_, reason)) = refused
            .iter()
            .find(|(file, _)| file.ends_with("/service.yaml"))
        {
            left_out.service(provider, reason);
            return None;
        }
        for reason in refused.values() {
            left_out.action(provider, reason);
        }
        files.retain(|file| !refused.contains_key(file.path.as_str()));
    }
}

#[cfg(test)]
mod tests;

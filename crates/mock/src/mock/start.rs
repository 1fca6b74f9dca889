//! A mock is started: its services are loaded, its keys made known, its ports bound.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};

use cloudwright_spec::model::Provider;
use cloudwright_spec::{Catalog, LoadedService, SourceFile, load};
use tokio::sync::watch;

use super::Mock;
use super::builder::{MockBuilder, Specs};
use crate::catalog::Index;
use crate::server::Server;
use crate::server::launch::{StartError, launch};
use crate::world::{Listener, World};

impl MockBuilder {
    /// Starts the mock.
    ///
    /// It runs in threads of its own: it also answers a program that blocks, and a test that has
    /// paused its runtime's time.
    #[allow(
        clippy::unused_async,
        reason = "starting may have to wait one day, and callers are in async code anyway"
    )]
    pub async fn start(self) -> Result<Mock, StartError> {
        self.start_blocking()
    }

    /// Starts the mock, for programs without an async runtime.
    pub fn start_blocking(self) -> Result<Mock, StartError> {
        let catalog = self.catalog()?;
        let addresses = self.addresses(&catalog);
        let standard = Provider::ALL.iter().filter(|_| self.standard_keys);
        for &provider in standard {
            self.keys.add_standard(provider);
        }
        let index = Index::new(catalog);
        let world = World::new(index, self.log, self.keys, self.account, self.start);
        let world = Arc::new(world);
        let (stop, stop_receiver) = watch::channel(false);
        let server = Server {
            world: Arc::clone(&world),
            most_connections: self.most_connections,
            stop: stop_receiver,
        };
        let thread = launch(server, addresses)?;
        Ok(Mock {
            world,
            stop,
            thread: Mutex::new(Some(thread)),
            verify_on_drop: self.verify_on_drop,
        })
    }

    /// The services to serve.
    fn catalog(&self) -> Result<Arc<Catalog>, StartError> {
        let catalog = match &self.specs {
            Specs::Embedded if self.services.is_empty() => embedded_catalog()?,
            Specs::Embedded => return catalogued(&self.services),
            Specs::Loaded(services) => Arc::new(Catalog {
                services: services.clone(),
                ..Catalog::default()
            }),
            Specs::Folder(folder) => loaded(load::read_dir(folder)?)?,
            Specs::Files(files) => loaded(files.clone())?,
        };
        if self.services.is_empty() {
            return Ok(catalog);
        }
        let id = |loaded: &LoadedService| loaded.service.service.clone();
        let known: Vec<String> = catalog.services.iter().map(id).collect();
        if let Some(asked) = self.services.iter().find(|id| !known.contains(id)) {
            return Err(StartError::UnknownService {
                asked: asked.clone(),
                known: known.join(", "),
            });
        }
        let mut chosen = Catalog::clone(&catalog);
        let is_chosen = |loaded: &LoadedService| self.services.contains(&id(loaded));
        chosen.services.retain(is_chosen);
        Ok(Arc::new(chosen))
    }

    fn addresses(&self, catalog: &Catalog) -> Vec<Listener> {
        let at = |port| SocketAddr::from((self.listen, port));
        if !self.one_port_each {
            return vec![Listener {
                address: at(self.port),
                service: None,
            }];
        }
        let services = catalog.services.iter().zip(0_u16..);
        let listener = |(loaded, number): (&LoadedService, u16)| {
            let number = if self.port == 0 { 0 } else { number };
            Listener {
                address: at(self.port.saturating_add(number)),
                service: Some(loaded.service.service.clone()),
            }
        };
        services.map(listener).collect()
    }
}

/// The specs that are built in; read once.
fn embedded_catalog() -> Result<Arc<Catalog>, StartError> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    if let Some(catalog) = CATALOG.get() {
        return Ok(Arc::clone(catalog));
    }
    let catalog = loaded(cloudwright_catalog::spec_files())?;
    Ok(Arc::clone(CATALOG.get_or_init(|| catalog)))
}

/// Services of the catalogue of all actions, by id or by another name that only they have.
fn catalogued(asked: &[String]) -> Result<Arc<Catalog>, StartError> {
    let catalogue = cloudwright_catalog::Catalog::embedded();
    let catalogue = catalogue.map_err(|error| StartError::Specs(error.to_string()))?;
    let mut services = BTreeMap::new();
    for name in asked {
        let entry = catalogue
            .find(name)
            .ok_or_else(|| unknown(name, &catalogue))?;
        let service = catalogue.service(&entry.id);
        let service = service.map_err(|error| StartError::Specs(error.to_string()))?;
        services.insert(entry.id.clone(), service);
    }
    Ok(Arc::new(Catalog {
        services: services.into_values().collect(),
        ..Catalog::default()
    }))
}

/// Names those that specs describe, and how many more there are.
fn unknown(asked: &str, catalogue: &cloudwright_catalog::Catalog) -> StartError {
    let (described, more): (Vec<_>, Vec<_>) = catalogue
        .services()
        .iter()
        .partition(|entry| entry.from_specs);
    let ids: Vec<&str> = described.iter().map(|entry| entry.id.as_str()).collect();
    StartError::UnknownService {
        asked: asked.to_owned(),
        known: format!(
            "{} and {} more of the catalogue",
            ids.join(", "),
            more.len()
        ),
    }
}

fn loaded(files: Vec<SourceFile>) -> Result<Arc<Catalog>, StartError> {
    let (catalog, _) =
        Catalog::load(files).map_err(|report| StartError::Specs(report.to_string()))?;
    Ok(Arc::new(catalog.documented()))
}

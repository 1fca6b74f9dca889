//! The catalogue as programs use it: which services there are, and one of them at a time.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::model::{Protocol, Provider};
use cloudwright_spec::{LoadedAction, LoadedService, SourceFile};
use serde::{Deserialize, Serialize};

use crate::CatalogError;
use crate::container::Container;
use crate::packed::Block;
use crate::specs::{self, SpecFolder};

/// The facts of the vendors' packages.
static VENDORS: &[u8] = include_bytes!("../data/catalog.bin");

/// All services of three clouds, by id.
#[derive(Debug)]
pub struct Catalog {
    container: Container<'static>,
    pub(crate) entries: Vec<Entry>,
    specs: BTreeMap<String, SpecFolder>,
    /// What all services of a provider inherit, by the provider's folder.
    shared: BTreeMap<String, SourceFile>,
}

/// A service as the catalogue's index knows it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Entry {
    /// The id people type: `tencent-vod`. Earlier versions of a product bear their version too.
    pub id: String,
    /// Who runs it.
    pub provider: Provider,
    /// The vendor's own code of the product.
    pub product: String,
    /// What it is called.
    pub title: String,
    /// The API version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The wire protocols that it answers to; the first is the usual one.
    pub protocols: Vec<Protocol>,
    /// Whether specs that people wrote from pages describe it, or a part of it.
    #[serde(skip)]
    pub from_specs: bool,
    /// Where the block of the vendor's package is, and how long; none where there is no package.
    pub(crate) block: Option<(usize, usize)>,
}

/// An action with the service it belongs to, and what is known of it by habit only.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Described {
    /// The service, with this action and no other.
    pub service: LoadedService,
    /// The action.
    pub action: LoadedAction,
    /// What no source states and names suggest.
    pub inferred: Vec<Inferred>,
}

/// A fact that no source states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inferred {
    /// Whether a call changes anything: by the verb of its name, or by its method.
    Access,
    /// How pages are asked for: by the names of parameters and members.
    Paging,
    /// Which parameter makes a repeated write harmless: by its name.
    IdempotencyToken,
}

impl Catalog {
    /// What is built in: specs first, then the vendors' own facts.
    ///
    /// # Errors
    /// Never, unless the build was damaged.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::of(VENDORS, specs::files())
    }

    /// A catalogue with these spec files too: a service that they describe and that is there already is
    /// theirs alone. What they say of a provider goes in the place of what was said of it.
    ///
    /// ```
    /// use cloudwright_catalog::Catalog;
    /// use cloudwright_spec::SourceFile;
    ///
    /// let service = "service: tencent-vod\n";
    /// let files = vec![SourceFile::new("tencent/vod/service.yaml", service)];
    /// let catalog = Catalog::embedded()?.with_specs(files);
    /// // What is wrong with specs is told when they are asked for.
    /// assert!(catalog.service("tencent-vod").is_err());
    /// # Ok::<(), cloudwright_catalog::CatalogError>(())
    /// ```
    #[must_use]
    pub fn with_specs(mut self, files: Vec<SourceFile>) -> Self {
        self.shared.extend(specs::shared(&files));
        let added = SpecFolder::sorted(files);
        self.entries.retain(|entry| !added.contains_key(&entry.id));
        self.add(added);
        self
    }

    fn of(data: &'static [u8], files: Vec<SourceFile>) -> Result<Self, CatalogError> {
        let container = Container::open(data)?;
        let index = container.index()?;
        let entries = index.lines().map(serde_json::from_str);
        let mut catalog = Self {
            container,
            entries: entries.collect::<Result<_, _>>()?,
            specs: BTreeMap::new(),
            shared: specs::shared(&files),
        };
        catalog.add(SpecFolder::sorted(files));
        Ok(catalog)
    }

    fn add(&mut self, folders: BTreeMap<String, SpecFolder>) {
        for (id, folder) in folders {
            let known = self.entries.iter_mut().find(|entry| entry.id == id);
            match known {
                Some(entry) => {
                    entry.from_specs = true;
                    if let Some(title) = folder.title() {
                        entry.title = title;
                    }
                }
                None => self.entries.extend(entry_of(&id, &folder)),
            }
            self.specs.insert(id, folder);
        }
        self.entries.sort_by(|left, right| left.id.cmp(&right.id));
    }

    /// The services, by id.
    pub fn services(&self) -> &[Entry] {
        &self.entries
    }

    /// The names of a service's actions, sorted.
    ///
    /// # Errors
    /// The catalogue is damaged, or there is no such service.
    pub fn action_names(&self, id: &str) -> Result<Vec<String>, CatalogError> {
        let entry = self.entry(id)?;
        let text = self.container.names()?;
        // The lines begin with the id: the others need not be read.
        let start = format!("[\"{id}\",");
        let line = text.lines().find(|line| line.starts_with(&start));
        let theirs = line.map(serde_json::from_str::<(String, Vec<String>)>);
        let theirs = theirs.transpose()?.map(|(_, names)| names);
        self.with_own(entry, theirs.unwrap_or_default())
    }

    /// The services by id, each with the names of its actions, sorted.
    ///
    /// # Errors
    /// The catalogue is damaged.
    pub fn all_action_names(&self) -> Result<Vec<(&Entry, Vec<String>)>, CatalogError> {
        let text = self.container.names()?;
        let lines = text
            .lines()
            .map(serde_json::from_str::<(String, Vec<String>)>);
        let mut theirs: BTreeMap<String, Vec<String>> = lines.collect::<Result<_, _>>()?;
        let entries = self.entries.iter().map(|entry| {
            let theirs = theirs.remove(&entry.id).unwrap_or_default();
            Ok((entry, self.with_own(entry, theirs)?))
        });
        entries.collect()
    }

    /// The names of a package's actions with those of the specs.
    fn with_own(&self, entry: &Entry, theirs: Vec<String>) -> Result<Vec<String>, CatalogError> {
        let Some(folder) = self.specs.get(&entry.id) else {
            return if entry.block.is_some() {
                Ok(theirs)
            } else {
                Err(CatalogError::UnknownService(entry.id.clone()))
            };
        };
        let mut all: BTreeSet<String> = folder.action_names().map(str::to_owned).collect();
        if entry.block.is_some() {
            all.extend(theirs);
        }
        Ok(all.into_iter().collect())
    }

    /// A service with all its actions.
    ///
    /// # Errors
    /// There is no such service, its specs are wrong, or the catalogue is damaged.
    pub fn service(&self, id: &str) -> Result<LoadedService, CatalogError> {
        let entry = self.entry(id)?;
        let own = self.specs.get(id).map(|folder| folder.load(|_| true));
        let service = match (own.transpose()?, self.block(entry)?) {
            (Some(own), None) => own,
            (own, Some(block)) => described(own, &block, block.all()?),
            (None, None) => return Err(CatalogError::UnknownService(id.to_owned())),
        };
        self.inherited(service)
    }

    /// A service with what it shares with the others of its provider.
    fn inherited(&self, mut service: LoadedService) -> Result<LoadedService, CatalogError> {
        let provider = service.service.provider.as_str();
        let shared = self.shared.get(provider).map(specs::read_shared);
        let shared = shared.transpose()?.flatten();
        service.inherit(shared.as_ref());
        Ok(service)
    }

    /// A service as the vendor's package has it, without what specs say of it; `None` where no package does.
    ///
    /// # Errors
    /// There is no such service, or the catalogue is damaged.
    pub fn packaged(&self, id: &str) -> Result<Option<LoadedService>, CatalogError> {
        let Some(block) = self.block(self.entry(id)?)? else {
            return Ok(None);
        };
        let actions = block.all()?;
        Ok(Some(described(None, &block, actions)))
    }

    /// One action, read without the others of its service.
    ///
    /// # Errors
    /// There is no such service or action, its specs are wrong, or the catalogue is damaged.
    pub fn action(&self, id: &str, name: &str) -> Result<Described, CatalogError> {
        let entry = self.entry(id)?;
        let unknown = || CatalogError::UnknownAction {
            service: id.to_owned(),
            action: name.to_owned(),
        };
        let folder = self.specs.get(id);
        let is_own = folder.is_some_and(|folder| folder.action_names().any(|known| known == name));
        let own = folder.map(|folder| folder.load(|known| known == name));
        let service = match own.transpose()? {
            Some(own) if is_own => own,
            own => {
                let block = self.block(entry)?.ok_or_else(unknown)?;
                let action = block.action(name)?.ok_or_else(unknown)?;
                described(own, &block, vec![action])
            }
        };
        let service = self.inherited(service)?;
        let action = service.action(name).cloned().ok_or_else(unknown)?;
        let mut inferred = Vec::new();
        if !is_own {
            inferred.push(Inferred::Access);
            inferred.extend(action.action.pagination.as_ref().map(|_| Inferred::Paging));
            let token = action.action.idempotency_token();
            inferred.extend(token.map(|_| Inferred::IdempotencyToken));
        }
        Ok(Described {
            service,
            action,
            inferred,
        })
    }

    /// A service without its actions: what they share.
    ///
    /// # Errors
    /// There is no such service, its specs are wrong, or the catalogue is damaged.
    pub fn head(&self, id: &str) -> Result<LoadedService, CatalogError> {
        let entry = self.entry(id)?;
        if let Some(folder) = self.specs.get(id) {
            return self.inherited(folder.load(|_| false)?);
        }
        let block = self.block(entry)?;
        let block = block.ok_or_else(|| CatalogError::UnknownService(id.to_owned()))?;
        self.inherited(described(None, &block, Vec::new()))
    }

    fn entry(&self, id: &str) -> Result<&Entry, CatalogError> {
        let at = self
            .entries
            .binary_search_by(|entry| entry.id.as_str().cmp(id));
        let entry = at.ok().and_then(|at| self.entries.get(at));
        entry.ok_or_else(|| CatalogError::UnknownService(id.to_owned()))
    }

    fn block(&self, entry: &Entry) -> Result<Option<Block>, CatalogError> {
        let text = entry
            .block
            .map(|(at, length)| self.container.block(at, length));
        text.transpose()?.map(Block::read).transpose()
    }
}

fn entry_of(id: &str, folder: &SpecFolder) -> Option<Entry> {
    let (provider, code) = id.split_once('-')?;
    let provider = provider.parse().ok()?;
    // Its own words where it can be read; what is wrong with it is told when it is asked for.
    let own = folder.load(|_| false).ok().map(|loaded| loaded.service);
    Some(Entry {
        id: id.to_owned(),
        provider,
        product: own.as_ref().map_or(code, |own| &own.product).to_owned(),
        title: own.as_ref().map_or(id, |own| &own.title).to_owned(),
        version: own.as_ref().and_then(|own| own.version.clone()),
        protocols: own.map(|own| own.protocols).unwrap_or_default(),
        from_specs: true,
        block: None,
    })
}

/// What specs say of a service, and beside it what the vendor's package has of it: actions that no
/// spec describes, and types that no spec declares. That both speak of the same API is seen to when the
/// catalogue is made.
fn described(
    own: Option<LoadedService>,
    block: &Block,
    mut theirs: Vec<LoadedAction>,
) -> LoadedService {
    let packaged = &block.head.service;
    let Some(own) = own else {
        let folder = packaged.service.replacen('-', "/", 1);
        return LoadedService::new(folder, packaged.clone(), theirs);
    };
    theirs.retain(|found| own.action(&found.action.action).is_none());
    let types = packaged.types.iter();
    let types = types.filter(|found| own.type_named(&found.name).is_none());
    let mut service = own.service.clone();
    service.types.extend(types.cloned());
    let actions = own.actions.into_iter().chain(theirs);
    LoadedService::new(own.folder, service, actions.collect())
}

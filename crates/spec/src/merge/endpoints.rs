//! Hosts and regions of a service: what `service.yaml` says stays, and an inventory fills in what it lacks.
//! Only what the lock knows to be the inventory's own is changed or taken out with it.

use std::collections::BTreeSet;

use super::difference::DifferenceKind;
use super::walk::{Holder, Home, Walk};
use super::yaml::Yaml;
use crate::import::hosts::host_of;
use crate::load::shape;
use crate::model::Service;
use crate::source::Content;

impl<'a> Walk<'a> {
    /// Merges the hosts and the regions of an inventory that gives its product whole.
    pub(super) fn endpoints(&mut self, facts: &'a Service) {
        let whole = self.service_doc.whole;
        let Some((_, node)) = whole.node.entry("endpoints") else {
            return;
        };
        let endpoints = Holder::new(Home::Service, node, &shape::ENDPOINTS);
        let regions = self.regions(facts, whole);
        let default = self.default_host(facts, endpoints);
        self.hosts(facts, endpoints, default, &regions);
    }

    /// Whether the spec's value is the one that the source stated before.
    fn is_its_own(&self, subject: &str, key: &str, ours: &str) -> bool {
        self.value_before(Home::Service, subject, key) == Some(ours)
    }

    /// Merges the host of most regions; the one that the spec will have.
    fn default_host(&mut self, facts: &'a Service, endpoints: Holder<'a>) -> &'a str {
        let (ours, theirs) = (&self.service.endpoints.default, &facts.endpoints.default);
        if ours == theirs || !self.is_its_own("endpoints", "default", ours) {
            return ours;
        }
        let (key, about) = ((endpoints, "default"), ("endpoints", "default"));
        let value = Yaml::from(theirs.as_str());
        let is_merged = self.put(DifferenceKind::Changed, key, about, (theirs, ours), &value);
        if is_merged { theirs } else { ours }
    }

    /// Merges the list of regions; the regions that the spec will have, none if it will list none.
    fn regions(&mut self, facts: &Service, whole: Holder<'a>) -> BTreeSet<String> {
        let service = self.service;
        let ours = &service.regions;
        let mut all: BTreeSet<String> = ours.iter().cloned().collect();
        // A list that a page or a person made is what the service is documented for.
        let mut own = ours.iter();
        let is_own = own.any(|region| self.is_its_own("regions", region, ""));
        let by_region = &service.endpoints.by_region;
        let fits = |region: &String| facts.regions.contains(region);
        let may_begin = ours.is_empty() && by_region.keys().all(fits);
        if facts.regions.is_empty() || !(is_own || may_begin) {
            return all;
        }
        let (key, about) = ((whole, "regions"), ("regions", ""));
        let news = facts.regions.iter().filter(|one| !all.contains(*one));
        let news = self.add_names(key, about, news, DifferenceKind::Added);
        let is_gone = |region: &String| {
            !facts.regions.contains(region) && self.is_its_own("regions", region, "")
        };
        let gone: Vec<usize> = (0..ours.len()).filter(|at| is_gone(&ours[*at])).collect();
        if gone.len() < ours.len() {
            let gone = self.gone_names(key, about, (ours, gone), DifferenceKind::Gone);
            for at in &gone {
                all.remove(&ours[*at]);
            }
            self.delete_names(key, &gone);
        }
        all.extend(news.into_iter().cloned());
        all
    }

    /// Merges the hosts that do not follow the template.
    fn hosts(
        &mut self,
        facts: &'a Service,
        endpoints: Holder<'a>,
        default: &str,
        regions: &BTreeSet<String>,
    ) {
        let ours = &self.service.endpoints;
        let mut wanted = ours.by_region.clone();
        let is_listed = |region: &String| regions.is_empty() || regions.contains(region);
        wanted.retain(|region, host| {
            let is_gone = !facts.endpoints.by_region.contains_key(region)
                && self.is_its_own("endpoints", region, host);
            !is_gone && is_listed(region)
        });
        for (region, host) in &facts.endpoints.by_region {
            let is_same = match ours.by_region.get(region) {
                Some(own) => own == host || !self.is_its_own("endpoints", region, own),
                None => host_of(default, region) == *host,
            };
            if !is_same && is_listed(region) {
                wanted.insert(region.clone(), host.clone());
            }
        }
        let all = wanted.keys().chain(ours.by_region.keys());
        let all: BTreeSet<String> = all.cloned().collect();
        for region in &all {
            let (says, was) = (wanted.get(region), ours.by_region.get(region));
            let kind = match (says, was) {
                (Some(says), Some(was)) if says == was => continue,
                (Some(_), Some(_)) => DifferenceKind::Changed,
                (Some(_), None) => DifferenceKind::Added,
                (None, _) => DifferenceKind::Gone,
            };
            let text = |host: Option<&String>| host.cloned().unwrap_or_default();
            let what = ("endpoints", region.as_str());
            let site = (Home::Service, endpoints.node);
            if !self.tell(kind, site, what, text(says), text(was)) {
                match was {
                    Some(was) => wanted.insert(region.clone(), was.clone()),
                    None => wanted.remove(region),
                };
            }
        }
        if wanted == ours.by_region {
            return;
        }
        let Some((_, map)) = endpoints.node.entry("by_region") else {
            let doc = &mut self.service_doc;
            return doc.add_key(endpoints, "by_region", &Yaml::of(&wanted));
        };
        let edits = &mut self.service_doc.edits;
        if wanted.is_empty() {
            return edits.delete_key(endpoints.node, "by_region");
        }
        let Content::Map(entries) = &map.content else {
            return;
        };
        let written: Vec<&str> = entries.iter().filter_map(|(key, _)| key.text()).collect();
        for (key, old) in entries {
            let region = key.text().unwrap_or_default();
            match wanted.get(region) {
                None => edits.delete_key(map, region),
                Some(host) if old.text() != Some(host.as_str()) => {
                    edits.set(old, region, &Yaml::from(host.as_str()));
                }
                Some(_) => {}
            }
        }
        let keys: Vec<&str> = wanted.keys().map(String::as_str).collect();
        let is_new = |(region, _): &(&String, &String)| !written.contains(&region.as_str());
        for (region, host) in wanted.iter().filter(is_new) {
            edits.add_key(map, &keys, region, &Yaml::from(host.as_str()));
        }
    }
}

//! Hosts and regions of a service: what `service.yaml` says stays, and an inventory fills in what it lacks.
//! Only what the lock knows to be the inventory's own is changed or taken out with it.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::DifferenceKind;
use super::holder::{Holder, Home};
use super::walk::Walk;
use super::yaml::Yaml;
use crate::import::hosts::host_of;
use crate::load::shape;
use crate::model::Service;

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
        let ours = &self.service.endpoints.by_region;
        let theirs = &facts.endpoints.by_region;
        let all: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let mut wanted: BTreeMap<&str, &str> = BTreeMap::new();
        for region in all {
            let was = ours.get(region).map(String::as_str);
            let stated = theirs.get(region).map(String::as_str);
            let is_listed = regions.is_empty() || regions.contains(region);
            let says = match was {
                Some(own) if !self.is_its_own("endpoints", region, own) => was,
                Some(_) => stated,
                None => stated.filter(|host| host_of(default, region) != *host),
            };
            let says = says.filter(|_| is_listed);
            let kind = match (says, was) {
                (Some(_), Some(_)) => DifferenceKind::Changed,
                (Some(_), None) => DifferenceKind::Added,
                (None, _) => DifferenceKind::Gone,
            };
            let about = ("endpoints", region.as_str());
            let site = (Home::Service, endpoints.node);
            let sides = (says.unwrap_or_default(), was.unwrap_or_default());
            let is_merged = says == was || self.tell(kind, site, about, sides.0, sides.1);
            let host = if is_merged { says } else { was };
            wanted.extend(host.map(|host| (region.as_str(), host)));
        }
        self.write_hosts(endpoints, &wanted);
    }

    /// Gives `service.yaml` these hosts that do not follow the template.
    fn write_hosts(&mut self, endpoints: Holder<'a>, wanted: &BTreeMap<&str, &str>) {
        let ours = &self.service.endpoints.by_region;
        let doc = &mut self.service_doc;
        let Some((_, map)) = endpoints.node.entry("by_region") else {
            if !wanted.is_empty() {
                doc.add_key(endpoints, "by_region", &Yaml::of(wanted));
            }
            return;
        };
        if wanted.is_empty() && !ours.is_empty() {
            return doc.edits.delete_key(endpoints.node, "by_region");
        }
        let is_gone = |region: &&String| !wanted.contains_key(region.as_str());
        for region in ours.keys().filter(is_gone) {
            doc.edits.delete_key(map, region);
        }
        let order: Vec<&str> = wanted.keys().copied().collect();
        for (region, host) in wanted {
            let value = Yaml::from(*host);
            match map.entry(region) {
                Some((_, old)) if old.text() == Some(host) => {}
                Some((_, old)) => doc.edits.set(old, region, &value),
                None => doc.edits.add_key(map, &order, region, &value),
            }
        }
    }
}

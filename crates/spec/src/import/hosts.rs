//! Hosts by region: the template that most of them follow, and those that do not.

use std::collections::BTreeMap;

/// What stands in a template for the region.
const REGION: &str = "{region}";

/// The template that most regions follow, and the hosts of those that do not; `None` of no hosts.
///
/// ```
/// use cloudwright_spec::import::hosts::template;
///
/// let hosts = [("a-1", "x.a-1.y.com"), ("b-2", "x.b-2.y.com"), ("c-3", "x.y.com")];
/// let hosts = hosts.map(|(region, host)| (region.to_owned(), host.to_owned()));
/// let (template, exceptions) = template(&hosts.into()).expect("there are hosts");
/// assert_eq!(template, "x.{region}.y.com");
/// assert_eq!(exceptions, [("c-3".to_owned(), "x.y.com".to_owned())].into());
/// ```
pub fn template(hosts: &BTreeMap<String, String>) -> Option<(String, BTreeMap<String, String>)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (region, host) in hosts {
        *counts
            .entry(host.replace(region.as_str(), REGION))
            .or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let template = counts.into_iter().find(|(_, count)| *count == most)?.0;
    let exceptions = exceptions(&template, hosts);
    Some((template, exceptions))
}

/// The hosts that a template does not give.
pub(crate) fn exceptions(
    template: &str,
    hosts: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut exceptions = hosts.clone();
    exceptions.retain(|region, host| host_of(template, region) != *host);
    exceptions
}

/// A region's host by the template.
pub(crate) fn host_of(template: &str, region: &str) -> String {
    template.replace(REGION, region)
}

//! Which requests a reply is for: an action, and what else they must bear.

use std::fmt;

use cloudwright_spec::model::value_text;
use serde_json::Value;

use crate::log::Received;

/// Which requests a reply is for. A name alone is one too: `"ListTriggerLog"`, or
/// `"tencent-ccr/ListTriggerLog"` where several services have the action.
///
/// ```
/// use cloudwright_mock::{Mock, Reply, When};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = Mock::start().await?;
/// let of_one = When::action("ListTriggerLog").parameter("reponame", "test/web");
/// mock.always(of_one, Reply::error("4400"))?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "it is for `script`, `always`, `respond` and `expect`"]
pub struct When {
    pub(crate) service: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) region: Option<String>,
    /// Dotted paths, each with the value that must be there, or `None` where nothing may be.
    pub(crate) parameters: Vec<(String, Option<Value>)>,
    pub(crate) headers: Vec<(String, String)>,
}

impl When {
    /// Any request that proves who sent it.
    pub fn any() -> Self {
        Self::default()
    }

    /// Requests for an action, by its wire name: `ListTriggerLog`, `tencent-ccr/ListTriggerLog`.
    /// The stand-ins for metadata and identity services have names of their own; see
    /// [`Mock::identity`](crate::Mock::identity).
    pub fn action(name: impl Into<String>) -> Self {
        let name = name.into();
        let (service, action) = match name.split_once('/') {
            Some((service, action)) => (Some(service.to_owned()), action.to_owned()),
            None => (None, name),
        };
        Self {
            service,
            action: Some(action),
            ..Self::default()
        }
    }

    /// Requests for any action of a service, by its id.
    pub fn service(id: impl Into<String>) -> Self {
        Self {
            service: Some(id.into()),
            ..Self::default()
        }
    }

    /// Only with this value of a parameter. The name goes by dots into structures and lists:
    /// `Filters.0.Name`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.push((name.into(), Some(value.into())));
        self
    }

    /// Only without this parameter.
    pub fn without(mut self, name: impl Into<String>) -> Self {
        self.parameters.push((name.into(), None));
        self
    }

    /// Only with this value of a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Only to this region.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// How much it asks for: what asks for more is looked at first.
    pub(crate) fn weight(&self) -> usize {
        let single = [&self.service, &self.action, &self.region];
        single.into_iter().flatten().count() + self.parameters.len() + self.headers.len()
    }

    /// How many bytes it holds, roughly.
    pub(crate) fn bytes(&self) -> usize {
        let single = [&self.service, &self.action, &self.region];
        let single = single.into_iter().flatten().map(String::len);
        let parameters = self.parameters.iter().map(|(name, value)| {
            let value = value.as_ref().map(Value::to_string);
            name.len() + value.map_or(0, |text| 4 * text.len())
        });
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.len() + value.len());
        256 + single.sum::<usize>() + parameters.sum::<usize>() + headers.sum::<usize>()
    }

    /// Whether a request is one of these.
    pub(crate) fn is_met(&self, received: &Received) -> bool {
        let is =
            |wanted: &Option<String>, given: &Option<String>| wanted.is_none() || wanted == given;
        let (mut headers, mut parameters) = (self.headers.iter(), self.parameters.iter());
        is(&self.service, &received.service)
            && is(&self.action, &received.action)
            && is(&self.region, &received.region)
            && headers.all(|(name, value)| received.header(name) == Some(value))
            && parameters.all(|(name, wanted)| {
                let given = at(&received.parameters, name).filter(|given| !given.is_null());
                given == wanted.as_ref()
            })
    }
}

/// The value at a dotted path. Names that hold dots themselves are found as well.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(found) = value.get(path) {
        return Some(found);
    }
    let dots = path.match_indices('.').map(|(place, _)| place);
    dots.rev()
        .find_map(|dot| {
            let (name, rest) = path.split_at_checked(dot)?;
            let inner = match value {
                Value::Array(items) => items.get(name.parse::<usize>().ok()?),
                other => other.get(name),
            };
            at(inner?, rest.get(1..)?)
        })
        .or_else(|| value.as_array()?.get(path.parse::<usize>().ok()?))
}

impl From<&str> for When {
    fn from(name: &str) -> Self {
        Self::action(name)
    }
}

impl From<String> for When {
    fn from(name: String) -> Self {
        Self::action(name)
    }
}

/// As a person would say it: `tencent-ccr/ListTriggerLog with reponame=a/b`.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.service, &self.action) {
            (Some(service), Some(action)) => write!(f, "{service}/{action}")?,
            (Some(service), None) => write!(f, "any action of {service}")?,
            (None, Some(action)) => f.write_str(action)?,
            (None, None) => f.write_str("any request")?,
        }
        if let Some(region) = &self.region {
            write!(f, " in {region}")?;
        }
        let parameters = self.parameters.iter().map(|(name, value)| match value {
            Some(value) => format!("{name}={}", value_text(value)),
            None => format!("no {name}"),
        });
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        let wanted: Vec<String> = parameters.chain(headers).collect();
        if !wanted.is_empty() {
            write!(f, " with {}", wanted.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_meets_what_it_bears() {
        let received = Received {
            service: Some("tencent-x".to_owned()),
            action: Some("List".to_owned()),
            region: Some("gz".to_owned()),
            headers: vec![("x-number".to_owned(), "7".to_owned())],
            parameters: json!({"Name": "a", "Limit": 2, "Dotted.Name": true,
                "Filters": [{"Values": ["x", "y"]}], "Null": null}),
            ..Received::default()
        };
        for (when, expected) in [
            (When::any(), true),
            (When::action("List"), true),
            (When::action("tencent-x/List"), true),
            (When::action("tencent-y/List"), false),
            (When::service("tencent-x"), true),
            (When::action("Get"), false),
            (When::any().region("gz"), true),
            (When::any().region("sh"), false),
            (When::any().header("X-Number", "7"), true),
            (When::any().header("X-Number", "8"), false),
            (When::any().parameter("Name", "a"), true),
            (When::any().parameter("Name", "b"), false),
            (When::any().parameter("Limit", 2), true),
            (When::any().parameter("Limit", "2"), false),
            (When::any().parameter("Dotted.Name", true), true),
            (When::any().parameter("Filters.0.Values.1", "y"), true),
            (
                When::any().parameter("Filters.0.Values", json!(["x", "y"])),
                true,
            ),
            (When::any().parameter("Filters.1.Values.1", "y"), false),
            (When::any().without("Null"), true),
            (When::any().without("Offset"), true),
            (When::any().without("Name"), false),
        ] {
            assert_eq!(when.is_met(&received), expected, "{when}");
        }
    }

    #[test]
    fn it_is_told_as_a_person_would() {
        let when = When::action("tencent-x/List")
            .parameter("Limit", 2)
            .without("Name");
        let when = when.header("x-n", "7").region("gz");
        let told = "tencent-x/List in gz with Limit=2, no Name, x-n: 7";
        assert_eq!(when.to_string(), told);
        assert_eq!(When::any().to_string(), "any request");
    }
}

//! A request as it was received. No protocol is known here.

use bytes::Bytes;

/// Names with their values, in the order they were sent.
pub(crate) type Pairs = Vec<(String, String)>;

/// The value beside a name, the first where there are several.
pub(crate) fn value_of<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// One received request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// In capitals, as sent.
    pub(crate) method: String,
    /// The path as sent, still encoded; without the service prefix where there was one.
    pub(crate) path: String,
    /// The path as sent, where a prefix was taken off.
    pub(crate) full_path: Option<String>,
    /// The query as sent, still encoded, without the `?`.
    pub(crate) query: String,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
    /// The host that the request line names, where it is a whole address.
    pub(crate) authority: Option<String>,
    /// The service that the port or the path prefix stands for, by its id.
    pub(crate) service_hint: Option<String>,
    /// Whether it came from another machine, or from outside of a container.
    pub(crate) is_from_elsewhere: bool,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    pub(crate) fn host(&self) -> &str {
        self.header("host").unwrap_or("")
    }

    /// Path and query, as a request line has them.
    pub(crate) fn target(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// The decoded parameters of the query.
    pub(crate) fn query_pairs(&self) -> Pairs {
        cloudwright_sign::query_pairs(&self.query)
    }

    /// The decoded parameters of the body, if it is a form.
    pub(crate) fn form_pairs(&self) -> Pairs {
        let kind = self.header("content-type").unwrap_or_default();
        if !kind.trim_start().starts_with(FORM) {
            return Vec::new();
        }
        cloudwright_sign::query_pairs(&String::from_utf8_lossy(&self.body))
    }

    /// Those of query and form.
    pub(crate) fn pairs(&self) -> Pairs {
        let mut pairs = self.query_pairs();
        pairs.extend(self.form_pairs());
        pairs
    }

    /// The paths that a client may have signed: as the service sees it, then as it was sent.
    pub(crate) fn signed_paths(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.path.as_str()).chain(self.full_path.as_deref())
    }

    /// Takes the id of a service off the path, which may begin with it where nothing else tells services apart.
    pub(crate) fn take_prefix(&mut self, is_service: impl Fn(&str) -> bool) {
        let path = self.path.trim_start_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        if is_service(first) {
            self.service_hint = Some(first.to_owned());
            let rest = format!("/{rest}");
            self.full_path = Some(std::mem::replace(&mut self.path, rest));
        }
    }
}

/// The content type of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Headers in the order they were sent, names in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Headers(Pairs);

impl Headers {
    pub(crate) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_ascii_lowercase(), value.into()));
    }

    /// The first value of a header.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        value_of(&self.0, name)
    }

    /// All values of a header.
    pub(crate) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let found = self.iter().filter(move |(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn pairs(&self) -> &Pairs {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_loses_the_service_that_it_begins_with() {
        for (path, rest, service) in [
            ("/tencent-x/a/b", "/a/b", Some("tencent-x")),
            ("/tencent-x", "/", Some("tencent-x")),
            ("/tencent-xy/a", "/tencent-xy/a", None),
            ("/", "/", None),
        ] {
            let mut request = Request {
                path: path.to_owned(),
                ..Request::default()
            };
            request.take_prefix(|id| id == "tencent-x");
            assert_eq!(request.path, rest);
            assert_eq!(request.service_hint.as_deref(), service);
            assert_eq!(request.full_path.as_deref(), service.map(|_| path));
        }
    }
}

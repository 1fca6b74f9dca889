//! The default transport: reqwest over HTTP/1.1.
//!
//! * Redirects are answers like any other; nothing is sent to another host.
//! * Plain http goes to this machine and to the clouds' instance metadata addresses, which know
//!   nothing else; anywhere else only after [`HttpSettings::allow_http`].
//! * `HTTPS_PROXY` and `ALL_PROXY` are honoured for https, less what `NO_PROXY` names: the proxy is
//!   asked for a tunnel and sees the host, not the request. Plain http never goes through a proxy,
//!   because a proxy would see the signature and the token; it has a client of its own for that. In
//!   a CGI program (`REQUEST_METHOD` is set) no variable counts.
//! * Of compressed bodies gzip is read, with the feature of that name, and nothing else; that is what
//!   requests ask for. An error whose body cannot be read is an answer without one.
//! * Certificates are checked against the operating system's store, unless others are named.
//!
//! All of it can be chosen ([`HttpSettings`]). No type of reqwest is in the API but in
//! [`ReqwestTransport::from_client`].

mod body;
mod causes;
mod certificates;
mod connect_fault;
mod fault;
mod proxy;
mod settings;
mod tls;

use std::fmt;
use std::sync::{Arc, Mutex};

pub use certificates::{ClientCertificate, RootCertificate};
pub use proxy::Proxy;
pub use settings::HttpSettings;

use super::loopback;
use super::{BoxFuture, HttpRequest, HttpResponse, Limits, Transport, TransportError};
use crate::machine::lock::locked;
use proxy::Proxies;

/// Sends requests through a reqwest client.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
    /// For plain http, which no proxy may see.
    plain: ::reqwest::Client,
    allow_http: bool,
    /// Why https cannot be spoken, where it cannot.
    no_tls: Option<Arc<str>>,
    /// What https may go through; not known where the caller brought the client.
    proxies: Option<Arc<Proxies>>,
    /// How to make another; `None` where the caller brought the client.
    settings: Option<HttpSettings>,
    /// The last address without a query: most calls of a client go to the same one, and to parse it
    /// costs more than to sign.
    parsed: Arc<Mutex<Option<::reqwest::Url>>>,
}

impl ReqwestTransport {
    /// A transport with the defaults.
    ///
    /// # Errors
    ///
    /// The HTTP client could not be set up.
    pub fn new() -> Result<Self, TransportError> {
        Self::with(HttpSettings::new())
    }

    /// A transport with these settings.
    ///
    /// # Errors
    ///
    /// The HTTP client could not be set up: a proxy has no address, a certificate cannot be read.
    pub fn with(settings: HttpSettings) -> Result<Self, TransportError> {
        let has_system_proxy = settings.system_proxy && settings.proxy.is_none();
        if has_system_proxy {
            check_proxy(|name| std::env::var(name).ok())?;
        }
        let plain = built(settings.builder()?.no_proxy())?;
        let (client, proxies) = match &settings.proxy {
            Some(chosen) => {
                let (builder, proxies) = chosen.lead(settings.builder()?)?;
                (built(builder)?, Some(proxies))
            }
            None if has_system_proxy => (built(settings.builder()?)?, Some(Proxies::of_system())),
            None => (plain.clone(), None),
        };
        Ok(Self {
            client,
            plain,
            allow_http: settings.allow_http,
            no_tls: settings.tls.missing(),
            proxies: proxies.map(Arc::new),
            settings: Some(settings),
            parsed: Arc::default(),
        })
    }

    /// Uses a client of the caller's, for what the builder does not offer.
    ///
    /// The client must not follow redirects (`Policy::none()`): requests carry signatures and
    /// tokens in headers that reqwest does not know to remove. The version of reqwest is not part
    /// of this crate's promise of compatibility.
    pub fn from_client(client: ::reqwest::Client) -> Self {
        Self {
            plain: client.clone(),
            client,
            allow_http: false,
            no_tls: None,
            proxies: None,
            settings: None,
            parsed: Arc::default(),
        }
    }

    /// Allows plain http to any host.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    async fn exchange(
        &self,
        request: HttpRequest,
        limits: Limits,
    ) -> Result<HttpResponse, TransportError> {
        let response = self.begin(request)?.await;
        let response = response.map_err(|error| {
            let proxy = self.proxy(error.url());
            fault::sending(error, proxy)
        })?;
        body::read(response, limits).await
    }

    /// The proxy that a request went through. Plain http goes past all of them.
    #[cold]
    fn proxy(&self, url: Option<&::reqwest::Url>) -> Option<String> {
        let url = url.filter(|url| url.scheme() == "https")?;
        self.proxies.as_deref()?.on_the_way_to(url.as_str())
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "the request ends here, not in the state of the exchange"
    )]
    fn begin(
        &self,
        request: HttpRequest,
    ) -> Result<impl Future<Output = ::reqwest::Result<::reqwest::Response>> + use<>, TransportError>
    {
        let sent = self.prepared(&request)?;
        let client = match sent.url().scheme() {
            "http" => &self.plain,
            _ => &self.client,
        };
        Ok(client.execute(sent))
    }

    /// The request as reqwest takes it.
    fn prepared(&self, request: &HttpRequest) -> Result<::reqwest::Request, TransportError> {
        self.check_scheme(&request.url)?;
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::refused(
                "there is no tokio runtime to send from: call from one, or use the blocking client",
            ));
        }
        into_reqwest(request, self.parse(&request.url)?)
    }

    fn parse(&self, text: &str) -> Result<::reqwest::Url, TransportError> {
        let mut last = locked(&self.parsed);
        if let Some(known) = &*last
            && known.as_str() == text
        {
            return Ok(known.clone());
        }
        let url = ::reqwest::Url::parse(text)
            .map_err(|error| TransportError::refused("the address is no URL").with_source(error))?;
        // With a query it is another one each time, and may hold a token: that is not kept.
        if !text.as_bytes().contains(&b'?') {
            *last = Some(url.clone());
        }
        Ok(url)
    }

    fn check_scheme(&self, url: &str) -> Result<(), TransportError> {
        if url.starts_with("https://") {
            return match &self.no_tls {
                Some(reason) => Err(TransportError::refused(&**reason)),
                None => Ok(()),
            };
        }
        if self.allow_http || loopback::may_be_plain(url) {
            return Ok(());
        }
        Err(TransportError::refused(
            "plain http is only spoken to this machine: use https, or allow http on the transport",
        ))
    }
}

/// Shows what was chosen, and not the client beneath: that is a screenful.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReqwestTransport")
            .field("allow_http", &self.allow_http)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: HttpRequest,
        limits: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request, limits))
    }

    fn for_another_runtime(&self) -> Option<Arc<dyn Transport>> {
        let transport = Self::with(self.settings.clone()?).ok()?;
        Some(Arc::new(transport))
    }
}

fn into_reqwest(
    request: &HttpRequest,
    url: ::reqwest::Url,
) -> Result<::reqwest::Request, TransportError> {
    let mut sent = ::reqwest::Request::new(request.method.clone(), url);
    let headers = sent.headers_mut();
    for (name, value) in &request.headers {
        append(headers, name, value)?;
    }
    if request.header("accept-encoding").is_none() {
        append(headers, "accept-encoding", body::ACCEPTED)?;
    }
    if !request.body.is_empty() {
        *sent.body_mut() = Some(request.body.clone().into());
    } else if request.method == http::Method::POST {
        // A POST without a body says so: some gateways answer 411 otherwise.
        append(headers, "content-length", "0")?;
    }
    Ok(sent)
}

fn append(headers: &mut http::HeaderMap, name: &str, value: &str) -> Result<(), TransportError> {
    let parsed = http::HeaderName::from_bytes(name.as_bytes());
    if let Ok(header) = parsed
        && let Ok(mut value) = http::HeaderValue::from_str(value)
    {
        // No library below shows it: not all that is secret is told by its name.
        value.set_sensitive(true);
        headers.append(header, value);
        return Ok(());
    }
    Err(TransportError::refused(format!(
        "the header {name:?} or its value has characters that HTTP does not allow"
    )))
}

impl HttpSettings {
    /// What all clients have; which proxy they use is open.
    fn builder(&self) -> Result<::reqwest::ClientBuilder, TransportError> {
        let builder = self
            .tls
            .builder(self.http2)?
            .redirect(::reqwest::redirect::Policy::none())
            .retry(::reqwest::retry::never())
            // Another crate of the program may have switched these on in reqwest; what is read, and
            // how much of it, is decided here.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(self.idle_connections)
            .pool_idle_timeout(self.idle_timeout)
            .local_address(self.local_address);
        let builder = match self.keep_alive {
            Some(interval) => builder.tcp_keepalive(interval),
            None => builder,
        };
        Ok(if self.http2 {
            builder
        } else {
            builder.http1_only()
        })
    }
}

fn built(builder: ::reqwest::ClientBuilder) -> Result<::reqwest::Client, TransportError> {
    builder.build().map_err(|error| {
        TransportError::refused("the HTTP client could not be set up")
            .with_source(error.without_url())
    })
}

/// Refuses what reqwest would pass over: then requests would go out without the proxy.
fn check_proxy(variable: impl Fn(&str) -> Option<String>) -> Result<(), TransportError> {
    let address = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .filter_map(variable)
        .find(|address| !address.trim().is_empty());
    let is_address = |text: String| {
        let address = text.parse::<http::Uri>();
        address.is_ok_and(|address| address.authority().is_some())
    };
    if address.is_none_or(is_address) {
        return Ok(());
    }
    // Not what it holds: that may be a password.
    Err(TransportError::refused(
        "the HTTP client could not be set up: the proxy variable holds no address",
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::transport::{RequestSent, TransportErrorKind};

    #[test]
    fn an_address_is_kept_only_without_its_query() {
        let transport = ReqwestTransport::new().unwrap();
        let kept = || transport.parsed.lock().unwrap().clone();
        transport.parse("https://h/?Token=secret").unwrap();
        assert_eq!(kept(), None);
        for _ in 0..2 {
            let url = transport.parse("https://h/path").unwrap();
            assert_eq!(kept(), Some(url));
        }
        assert!(transport.parse("no address").is_err());
    }

    #[test]
    fn a_proxy_variable_that_holds_no_address_is_refused_and_a_blank_one_is_none() {
        for (https, all, allowed) in [
            ("", "", true),
            (" ", "http://proxy:1", true),
            ("http://user:word@proxy:1", "no address", true),
            ("proxy:1", "", true),
            ("socks5://proxy", "", true),
            ("no address", "", false),
            ("", "http://no address", false),
            ("/path", "", false),
        ] {
            let outcome = check_proxy(|name| match name {
                "HTTPS_PROXY" => Some(https.to_owned()),
                "ALL_PROXY" => Some(all.to_owned()),
                _ => None,
            });
            assert_eq!(outcome.is_ok(), allowed, "{https:?} {all:?}");
        }
        assert!(check_proxy(|_| None).is_ok());
    }

    #[test]
    fn plain_http_to_another_machine_is_refused_unless_allowed() {
        let transport = ReqwestTransport::new().unwrap();
        let refusal = transport
            .check_scheme("http://tcr.tencentcloudapi.com/")
            .unwrap_err();
        assert_eq!(refusal.kind(), TransportErrorKind::Refused);
        assert_eq!(refusal.request_sent(), RequestSent::No);
        assert!(transport.check_scheme("http://127.0.0.1:8080/").is_ok());
        assert!(
            transport
                .allow_http(true)
                .check_scheme("http://example.com/")
                .is_ok()
        );
    }

    #[test]
    fn an_address_is_parsed_as_it_is_whether_or_not_it_was_the_last_one() {
        let transport = ReqwestTransport::new().unwrap();
        for text in [
            "https://h.example/",
            "https://h.example/?a=%2F%20b&c=",
            "https://h.example/?a=~",
            "https://h.example/",
            "https://h.example/v2/a%2Fb/jobs?x=%E4%B8%AD",
            "http://127.0.0.1:8080/?",
        ] {
            assert_eq!(transport.parse(text).unwrap().as_str(), text);
        }
        assert!(transport.parse("no address").is_err());
    }

    #[test]
    fn a_header_value_with_a_line_break_is_refused() {
        let request = HttpRequest::new(http::Method::GET, "http://127.0.0.1/")
            .with_header("X-Test", "a\r\nX-Other: b");
        let url = ::reqwest::Url::parse(&request.url).unwrap();
        let refusal = into_reqwest(&request, url).unwrap_err();
        assert_eq!(refusal.kind(), TransportErrorKind::Refused);
        assert!(!refusal.to_string().contains("X-Other"));
    }
}

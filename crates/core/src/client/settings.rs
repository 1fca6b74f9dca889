//! What a client was set up with.

use std::sync::Arc;
use std::time::Duration;

pub use cloudwright_vocabulary::http_method::HttpMethod;
pub use cloudwright_vocabulary::signature_method::SignatureMethod;

use crate::engine::interceptor::Interceptor;
use crate::machine::nonce::{NonceSource, RandomNonce};
use crate::meta::Protocol;
use crate::protocol::endpoint;
use crate::retry::RetryPolicy;
use crate::transport::Limits;

/// Calls in flight per client unless set.
pub(crate) const CONCURRENCY: usize = 64;

/// The settings of a client, checked.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The protocol that was asked for; otherwise the credentials decide among the service's.
    pub(crate) protocol: Option<Protocol>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: endpoint::Choice,
    pub(crate) allow_http: bool,
    pub(crate) project_id: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) signature_method: SignatureMethod,
    pub(crate) http_method: Option<HttpMethod>,
    pub(crate) user_agent: String,
    pub(crate) checks: bool,
    pub(crate) lenient_answers: bool,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) limits: Limits,
    pub(crate) nonce: Arc<dyn NonceSource>,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            protocol: None,
            region: None,
            endpoint: endpoint::Choice::default(),
            allow_http: false,
            project_id: None,
            language: None,
            signature_method: SignatureMethod::HmacSha256,
            http_method: None,
            user_agent: concat!("cloudwright/", env!("CARGO_PKG_VERSION")).to_owned(),
            checks: true,
            lenient_answers: false,
            retry: RetryPolicy::standard(),
            timeout: Some(Duration::from_secs(100)),
            attempt_timeout: Some(Duration::from_secs(30)),
            limits: Limits::default(),
            nonce: Arc::new(RandomNonce),
            interceptors: Vec::new(),
        }
    }
}

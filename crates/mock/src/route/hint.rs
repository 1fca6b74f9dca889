//! What host, port and path prefix say about the service.

use cloudwright_spec::LoadedService;

use crate::catalog::Index;
use crate::message::Request;

/// What host, port and path prefix say about the service.
pub(crate) struct Hint<'i> {
    /// The service that port or prefix stand for.
    pub(super) stated: Option<&'i LoadedService>,
    /// The services that have the host.
    pub(super) of_host: Vec<&'i LoadedService>,
    /// The region in the host's name.
    pub(super) region: Option<String>,
}

impl<'i> Hint<'i> {
    pub(crate) fn of(index: &'i Index, request: &Request) -> Self {
        let stated = request.service_hint.as_deref();
        let (of_host, region) = index.by_host(request.host());
        Self {
            stated: stated.and_then(|id| index.service(id)),
            of_host,
            region,
        }
    }

    /// The one service, where something says which.
    pub(crate) fn service(&self) -> Option<&'i LoadedService> {
        self.stated.or(self.of_host.first().copied())
    }
}

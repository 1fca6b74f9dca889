//! Where keys and tokens come from, over real sockets: each vendor's chain against the mock's
//! stand-ins for metadata, STS and IAM. Nothing here sees the tester's own machine: environments are
//! closed, and metadata has an address of the mock's.

mod places;
mod renewal;

use cloudwright::core::Client;
use cloudwright::core::credentials::Environment;
use cloudwright_mock::Mock;

use crate::clouds::{Cloud, quickly};

/// A client that looks for its credentials by the vendor's own chain, in a world that is closed but
/// for what `change` puts in.
fn client(
    cloud: Cloud,
    mock: &Mock,
    change: impl FnOnce(Environment) -> Environment + Send + 'static,
) -> Client {
    let builder = cloud.bare(mock.endpoint_for(cloud.service().id));
    let builder = builder.retry(quickly());
    let change = |environment: Environment| change(environment.closed());
    builder.environment(change).build().unwrap()
}

/// A world in which the three services that give out credentials are the mock's.
fn in_the_cloud(mock: &Mock) -> impl Fn(Environment) -> Environment + Clone + Send + 'static {
    let address = mock.endpoint();
    move |environment| {
        environment
            .with_metadata_endpoint(&address)
            .with_sts_endpoint(&address)
            .with_iam_endpoint(&address)
    }
}

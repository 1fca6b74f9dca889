//! What is different from cloud to cloud.
//!
//! A service's table holds its cloud's functions, so that a program has those of the clouds that it
//! calls, and of no other. Where credentials are looked for is not among them: a program that has
//! its own ([`ClientBuilder::with`](crate::ClientBuilder::with)) needs no places.

use std::fmt;

use cloudwright_vocabulary::error_code;

use super::{ErrorClass, Provider, Service};
use crate::credentials::{CachedCredentials, CredentialsError, Environment};
use crate::credentials::{alibaba, huawei, tencent};
use crate::error::Error;
use crate::protocol::endpoint::{self, Endpoint, Variable};
use crate::transport::BoxFuture;

/// A cloud as the runtime deals with it: where its regions are looked for, what its codes mean.
#[derive(Clone, Copy)]
pub struct Cloud {
    pub(crate) provider: Provider,
    pub(crate) region: fn(&Environment) -> Option<String>,
    /// What kind of failure an error code is by the vendor's habit.
    pub(crate) class: fn(&str) -> Option<ErrorClass>,
    /// Looks for the project of a region, where calls belong to one.
    pub(crate) project: Option<FindProject>,
    /// The endpoint that the environment names for a service in a region.
    pub(crate) endpoint: Option<FindEndpoint>,
}

type FindEndpoint = fn(&Service, &str, Variable<'_>) -> Result<Option<Endpoint>, Error>;

/// Finds the project of a region.
pub(crate) type FindProject =
    for<'a> fn(&'a CachedCredentials, &'a str) -> BoxFuture<'a, Result<String, CredentialsError>>;

impl Cloud {
    /// Tencent Cloud.
    pub const TENCENT: Self = Self {
        provider: Provider::Tencent,
        region: tencent::region,
        class: error_code::of_tencent,
        project: None,
        endpoint: None,
    };

    /// Alibaba Cloud.
    pub const ALIBABA: Self = Self {
        provider: Provider::Alibaba,
        region: alibaba::region,
        class: error_code::of_alibaba,
        project: None,
        endpoint: None,
    };

    /// Huawei Cloud.
    pub const HUAWEI: Self = Self {
        provider: Provider::Huawei,
        region: huawei::region,
        class: error_code::of_huawei,
        project: Some(|credentials, region| Box::pin(credentials.project_id(region))),
        endpoint: Some(endpoint::of_huawei),
    };

    /// The cloud of a provider that is known only when the program runs: all of them are linked.
    pub const fn of(provider: Provider) -> Self {
        match provider {
            Provider::Tencent => Self::TENCENT,
            Provider::Alibaba => Self::ALIBABA,
            Provider::Huawei => Self::HUAWEI,
        }
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.provider.fmt(formatter)
    }
}

//! The providers that the mock plays: the one list of them.
//!
//! How a vendor words a refusal is its protocols' ([`crate::protocol`]); how its identity services answer
//! stands in [`crate::exchange::identity`], which is asked by the marks of a request.

pub(crate) mod variables;

use cloudwright_spec::model::Provider;

use variables::{Served, Variables};

/// How a provider is played.
pub(crate) struct ProviderSupport {
    /// The secret of its standing key.
    pub(crate) secret: &'static str,
    /// Writes the digits in the ids of its temporary keys as the vendor does.
    pub(crate) session_digits: fn(&str) -> String,
    /// Adds the variables that lead its tools to the mock, beside those of the key.
    pub(crate) variables: fn(&Served, &mut Variables),
}

/// How the mock plays a provider.
pub(crate) fn support(provider: Provider) -> ProviderSupport {
    match provider {
        Provider::Tencent => ProviderSupport {
            secret: "mockTencentSecretKeyMockMock0000",
            session_digits: str::to_owned,
            variables: variables::region,
        },
        Provider::Alibaba => ProviderSupport {
            secret: "mockAlibabaAccessKeySecret0000",
            session_digits: str::to_owned,
            variables: variables::region,
        },
        Provider::Huawei => ProviderSupport {
            secret: "mockHuaweiSecretAccessKeyMockMockMock000",
            session_digits: str::to_uppercase,
            variables: variables::of_huawei,
        },
    }
}

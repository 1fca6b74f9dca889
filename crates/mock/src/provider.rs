//! The providers that the mock plays: the one list of them.
//!
//! How a vendor words a refusal is its protocols' ([`crate::protocol`]); how its identity services answer
//! stands in [`crate::identity`], which is asked by the marks of a request.

use cloudwright_spec::model::Provider;

use crate::environment;

/// How a provider is played.
pub(crate) struct Played {
    /// The secret of its standing key.
    pub(crate) secret: &'static str,
    /// Writes the digits in the ids of its temporary keys as the vendor does.
    pub(crate) session_digits: fn(&str) -> String,
    /// Adds the variables that lead its tools to the mock, beside those of the key.
    pub(crate) variables: environment::Add,
}

/// How the mock plays a provider.
pub(crate) fn played(provider: Provider) -> Played {
    match provider {
        Provider::Tencent => Played {
            secret: "mockTencentSecretKeyMockMock0000",
            session_digits: str::to_owned,
            variables: environment::region,
        },
        Provider::Alibaba => Played {
            secret: "mockAlibabaAccessKeySecret0000",
            session_digits: str::to_owned,
            variables: environment::region,
        },
        Provider::Huawei => Played {
            secret: "mockHuaweiSecretAccessKeyMockMockMock000",
            session_digits: str::to_uppercase,
            variables: environment::of_huawei,
        },
    }
}

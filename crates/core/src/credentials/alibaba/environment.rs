//! Keys in variables, under the names the vendor's SDKs and command line read.

use crate::credentials::Environment;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::variables::{self, KeyVariables};

/// The SDKs' names, then the other spellings that the command line reads. (It reads
/// `ACCESS_KEY_ID` as well, which is anybody's.)
const KEYS: [KeyVariables; 3] = [
    KeyVariables {
        id: "ALIBABA_CLOUD_ACCESS_KEY_ID",
        secret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        token: "ALIBABA_CLOUD_SECURITY_TOKEN",
    },
    KeyVariables {
        id: "ALIBABACLOUD_ACCESS_KEY_ID",
        secret: "ALIBABACLOUD_ACCESS_KEY_SECRET",
        token: "ALIBABACLOUD_SECURITY_TOKEN",
    },
    KeyVariables {
        id: "ALICLOUD_ACCESS_KEY_ID",
        secret: "ALICLOUD_ACCESS_KEY_SECRET",
        token: "ALICLOUD_SECURITY_TOKEN",
    },
];

/// Terraform's, and what older samples call it.
const OTHERS: &[&str] = &["ALICLOUD_ACCESS_KEY", "ALIYUN_ACCESS_KEY_ID"];

/// `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for temporary keys,
/// `ALIBABA_CLOUD_SECURITY_TOKEN`; or all of them as `ALIBABACLOUD_…` or `ALICLOUD_…`.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

impl NamedProvider for FromEnvironment {
    const NAME: &'static str = "environment";

    async fn find(&self, environment: &Environment) -> Found {
        variables::key(environment, Self::NAME, &KEYS, OTHERS)
    }
}

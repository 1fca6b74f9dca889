//! Keys in variables, under the names the vendor's SDK and command line read.

use super::assume_role::{KeyAndRole, Session};
use crate::credentials::Environment;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::variables::{self, KeyVariables};

const KEY: KeyVariables = KeyVariables {
    id: "TENCENTCLOUD_SECRET_ID",
    secret: "TENCENTCLOUD_SECRET_KEY",
    token: "TENCENTCLOUD_TOKEN",
};
/// The same without a dash, and what older samples call it.
const OTHERS: &[&str] = &["TENCENTCLOUD_SECRETID", "TENCENT_SECRET_ID"];
const ROLE: &str = "TENCENTCLOUD_ROLE_ARN";
const SESSION: &str = "TENCENTCLOUD_ROLE_SESSION_NAME";

/// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for temporary keys,
/// `TENCENTCLOUD_TOKEN`. With `TENCENTCLOUD_ROLE_ARN` the key is exchanged for that role's.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

impl NamedProvider for FromEnvironment {
    const NAME: &'static str = "environment";

    async fn find(&self, environment: &Environment) -> Found {
        let key = variables::key(environment, Self::NAME, &[KEY], OTHERS)?;
        let role = environment.variable(ROLE);
        let role = role.map(|role| Session::new(role, environment.variable(SESSION)));
        KeyAndRole { key, role }.taken_on(environment).await
    }
}

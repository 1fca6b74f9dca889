//! An IAM token that somebody else fetched, handed in by a variable.

use super::with_ids;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{Credentials, Environment};

const VARIABLE: &str = "CLOUDWRIGHT_HUAWEI_TOKEN";

/// The token in `CLOUDWRIGHT_HUAWEI_TOKEN`. When it expires is not known and it cannot be renewed.
#[derive(Clone, Copy, Debug)]
pub struct GivenToken;

impl NamedProvider for GivenToken {
    const NAME: &'static str = "given token";

    async fn find(&self, environment: &Environment) -> Found {
        let token = environment.require(Self::NAME, VARIABLE)?;
        let credentials = Credentials::token(token).with_source(VARIABLE);
        Ok(with_ids(credentials, environment))
    }
}

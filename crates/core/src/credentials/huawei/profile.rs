//! The credentials file of the vendor's SDK: `~/.huaweicloud/credentials`.

use super::{FederatedToken, with_ids};
use crate::credentials::ini::Profile;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{Environment, ProvideCredentials as _};

const FILE: &str = ".huaweicloud/credentials";
const FILE_VARIABLE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

/// `ak`, `sk` and `security_token`, or `idp_id` and `id_token_file`, of the section `[basic]`, or of
/// the profile that was asked for, in `~/.huaweicloud/credentials` or the file that
/// `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names. `project_id`, `domain_id` and `iam_endpoint` come along.
///
/// The section `[global]`, for services without a project, is read when it is asked for as profile.
#[derive(Clone, Copy, Debug)]
pub struct FromProfile;

impl NamedProvider for FromProfile {
    const NAME: &'static str = "profile";

    async fn find(&self, environment: &Environment) -> Found {
        let (path, text) = environment.read_one_of(Self::NAME, FILE_VARIABLE, &[FILE])?;
        let name = environment.profile().unwrap_or("basic");
        let profile = Profile::find(Self::NAME, &path, text.expose(), name)?;
        let credentials = match (profile.get("idp_id"), profile.get("id_token_file")) {
            (Some(provider), Some(file)) => {
                let iam = profile.get("iam_endpoint");
                let own = iam.map(|url| environment.clone().with_iam_endpoint(url));
                let federated = FederatedToken::new(provider, file);
                let environment = own.as_ref().unwrap_or(environment);
                federated.provide(environment).await?
            }
            _ => profile.key(["ak", "sk", "security_token"])?,
        };
        let part = |key: &str| profile.get(key).map(str::to_owned);
        let credentials = credentials.with_any_ids(part("project_id"), part("domain_id"));
        let source = format!("profile {}", profile.place());
        Ok(with_ids(credentials, environment).with_source(source))
    }
}

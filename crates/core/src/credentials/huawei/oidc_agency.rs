//! An agency (in other clouds: role) taken on with an OIDC token:
//! `POST /v5/agencies/assume-with-oidc`, without signature.

use super::{RENEWAL, services, with_ids};
use crate::codec::Tree;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::parts::KeyNames;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::secret::Secret;
use crate::transport::HttpResponse;

const NAME: &str = OidcAgency::NAME;
const PROVIDER_URN: &str = "HUAWEICLOUD_OIDC_PROVIDER_URN";
const AGENCY_URN: &str = "HUAWEICLOUD_OIDC_AGENCY_URN";
const ID_TOKEN: &str = "HUAWEICLOUD_OIDC_ID_TOKEN";
const TOKEN_FILE: &str = "HUAWEICLOUD_OIDC_TOKEN_FILE";
const SESSION_NAME: &str = "HUAWEICLOUD_OIDC_SESSION_NAME";
const DURATION: &str = "HUAWEICLOUD_OIDC_DURATION_SECONDS";

const KEYS: KeyNames = KeyNames {
    id: "access_key_id",
    secret: "secret_access_key",
    token: "security_token",
    expiry: "expiration",
    renewal: RENEWAL,
};

/// An agency taken on with an OIDC token.
///
/// ```
/// use cloudwright_core::credentials::huawei::OidcAgency;
///
/// let from_the_variables_of_a_job = OidcAgency::from_environment();
/// let by_hand = OidcAgency::new(
///     "iam::123456789:oidcProvider:ci",
///     "iam::123456789:agency:deploy",
///     "/var/run/secrets/id-token",
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct OidcAgency {
    provider_urn: Option<String>,
    agency_urn: Option<String>,
    token_file: Option<String>,
}

impl OidcAgency {
    /// What `HUAWEICLOUD_OIDC_PROVIDER_URN`, `HUAWEICLOUD_OIDC_AGENCY_URN` and
    /// `HUAWEICLOUD_OIDC_ID_TOKEN` or `HUAWEICLOUD_OIDC_TOKEN_FILE` name.
    pub fn from_environment() -> Self {
        Self::default()
    }

    /// This agency, by a token of this identity provider, kept in this file.
    pub fn new(
        provider_urn: impl Into<String>,
        agency_urn: impl Into<String>,
        token_file: impl Into<String>,
    ) -> Self {
        Self {
            provider_urn: Some(provider_urn.into()),
            agency_urn: Some(agency_urn.into()),
            token_file: Some(token_file.into()),
        }
    }

    fn token(&self, environment: &Environment) -> Option<Result<Secret, CredentialsError>> {
        let read = |file: &str| environment.read_token(NAME, file);
        match &self.token_file {
            Some(file) => Some(read(file)),
            None => match environment.variable(ID_TOKEN) {
                Some(token) => Some(Ok(Secret::new(token))),
                None => environment.variable(TOKEN_FILE).as_deref().map(read),
            },
        }
    }
}

impl NamedProvider for OidcAgency {
    const NAME: &'static str = "OIDC";

    async fn find(&self, environment: &Environment) -> Found {
        let part =
            |part: &Option<String>, name| part.clone().or_else(|| environment.variable(name));
        let provider = part(&self.provider_urn, PROVIDER_URN);
        let agency = part(&self.agency_urn, AGENCY_URN);
        let (provider, agency, token) = match (provider, agency, self.token(environment)) {
            (Some(provider), Some(agency), Some(token)) => (provider, agency, token?),
            (None, None, None) => {
                let message = format!("{PROVIDER_URN}, {AGENCY_URN} and {TOKEN_FILE} are not set");
                return Err(CredentialsError::not_configured(NAME, message));
            }
            (provider, agency, _) => {
                let missing = match (provider, agency) {
                    (None, _) => PROVIDER_URN,
                    (_, None) => AGENCY_URN,
                    _ => TOKEN_FILE,
                };
                let message = format!("{missing} is not set but others of its kind are");
                return Err(CredentialsError::misconfigured(NAME, message));
            }
        };
        let session = environment.variable(SESSION_NAME);
        let session = session.as_deref().unwrap_or("cloudwright");
        let body = Tree::object(vec![
            ("provider_urn", provider.as_str().into()),
            ("agency_urn", agency.as_str().into()),
            ("agency_session_name", session.into()),
            ("id_token", token.expose().into()),
            ("duration_seconds", duration(environment)?.into()),
        ]);
        let base = services::sts(NAME, environment)?;
        let address = format!("{base}/v5/agencies/assume-with-oidc");
        let headers = [("Content-Type", "application/json")];
        let request = exchange::post(address, &headers, body.to_text());
        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([&token]);
        let read = |response: &HttpResponse| {
            let mut answer = exchange.object(response, services::told)?;
            let source = format!("agency {agency} by {NAME}");
            exchange.keys(answer.take("credentials"), &KEYS, source)
        };
        let credentials = exchange.ask(request, &read).await?;
        Ok(with_ids(credentials, environment))
    }
}

/// Seconds, 3600 unless set.
fn duration(environment: &Environment) -> Result<u32, CredentialsError> {
    match environment.variable(DURATION) {
        None => Ok(3600),
        Some(text) => text.parse().map_err(|_| {
            CredentialsError::misconfigured(
                NAME,
                format_args!("{DURATION} is no number of seconds"),
            )
        }),
    }
}

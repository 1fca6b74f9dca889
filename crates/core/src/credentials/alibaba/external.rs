//! Keys that a program prints, which a profile of the command line names.

use std::time::Duration;

use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::parts::{self, KeyNames};
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment, expiry};

const NAME: &str = External::NAME;
const DISABLED: &str = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";

const KEYS: KeyNames = KeyNames {
    id: "access_key_id",
    secret: "access_key_secret",
    token: "sts_token",
    expiry: "expiration",
    renewal: Duration::from_secs(180),
};

/// What `process_command` prints: JSON with a mode of `AK` or `StsToken`, a key, and perhaps when it
/// expires. Where it does not say, the program is asked again now and then.
#[derive(Debug)]
pub(super) struct External {
    command: String,
    source: String,
}

impl External {
    pub(super) fn new(command: String, source: String) -> Self {
        Self { command, source }
    }
}

impl NamedProvider for External {
    const NAME: &'static str = "external program";

    async fn find(&self, environment: &Environment) -> Found {
        if environment.is_true(DISABLED) {
            let message = format!("{} needs a program, which {DISABLED} forbids", self.source);
            return Err(CredentialsError::misconfigured(NAME, message));
        }
        let output = environment.run(NAME, &self.command).await?;
        let mut value = json::parse_file(NAME, "what the program printed", &output)?;
        let mode = json::text(&value, "mode").unwrap_or_default();
        let is_temporary = mode.eq_ignore_ascii_case("StsToken");
        if !is_temporary && !mode.eq_ignore_ascii_case("AK") {
            let message = "the program printed a mode that is neither AK nor StsToken";
            return Err(CredentialsError::malformed(NAME, message));
        }
        let expires_at = expiry::expiry(value.get(KEYS.expiry), environment.unix_seconds());
        let about = KEYS.about(self.source.clone(), expires_at);
        let missing = |name: &str| {
            CredentialsError::malformed(NAME, format_args!("the program printed no {name}"))
        };
        let part = &mut |name: &str| json::take(&mut value, name);
        if is_temporary {
            parts::temporary_key(&KEYS, about, part, &missing)
        } else {
            parts::key(KEYS.of_key(), about, part, &missing)
        }
    }
}

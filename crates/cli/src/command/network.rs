//! How the command reaches the clouds: through which proxy, trusting whom, and as whom. Options, or
//! else variables. `HTTPS_PROXY` and `NO_PROXY` are the runtime's to read.

#![allow(
    clippy::doc_markdown,
    reason = "what is written of an option is its help, which shows no Markdown"
)]

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser as _};
use cloudwright_core::transport::{ClientCertificate, HttpSettings, Proxy, RootCertificate};

use cloudwright_vocabulary::os_error;

use crate::failure::Failure;

/// What the options say.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct Network {
    /// Go through this proxy, http://[USER:PASSWORD@]HOST:PORT, but for the hosts of NO_PROXY; HTTPS_PROXY otherwise
    #[arg(long, value_name = "URL", value_parser = StringValueParser::new().map(Proxy::new))]
    proxy: Option<Proxy>,
    /// Take certificates of these authorities (PEM) too; so does CLOUDWRIGHT_CA_CERTIFICATE
    #[arg(long, value_name = "FILE")]
    ca_certificate: Option<String>,
    /// Show servers this certificate (PEM); so does CLOUDWRIGHT_CLIENT_CERTIFICATE
    #[arg(long, value_name = "FILE")]
    client_certificate: Option<String>,
    /// Its private key (PEM), where that is not in the same file; or CLOUDWRIGHT_CLIENT_KEY
    #[arg(long, value_name = "FILE")]
    client_key: Option<String>,
}

const AUTHORITY: &str = "ca-certificate";
const CERTIFICATE: &str = "client-certificate";
const KEY: &str = "client-key";

impl Network {
    /// The settings that options and variables choose.
    pub(crate) fn settings(&self) -> Result<HttpSettings, Failure> {
        let chosen = |option: &Option<String>, name: &str| {
            let option = option.clone();
            option.or_else(|| variable(&variable_of(name)))
        };
        let mut settings = HttpSettings::new();
        if let Some(proxy) = &self.proxy {
            let exempt = variable("NO_PROXY").or_else(|| variable("no_proxy"));
            settings = settings.proxy(proxy.clone().with_no_proxy(exempt));
        }
        if let Some(file) = chosen(&self.ca_certificate, AUTHORITY) {
            let authority = RootCertificate::from_pem(contents(AUTHORITY, &file)?);
            settings = settings.root_certificate(authority);
        }
        let key = chosen(&self.client_key, KEY);
        let Some(certificate) = chosen(&self.client_certificate, CERTIFICATE) else {
            if key.is_some() {
                let message = format!("--{KEY} is of no use without --{CERTIFICATE}");
                return Err(Failure::usage(message));
            }
            return Ok(settings);
        };
        let key = contents(KEY, key.as_deref().unwrap_or(&certificate))?;
        let chain = contents(CERTIFICATE, &certificate)?;
        Ok(settings.client_certificate(ClientCertificate::from_pem(chain, key)))
    }
}

fn variable_of(option: &str) -> String {
    format!("CLOUDWRIGHT_{}", option.to_uppercase().replace('-', "_"))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn contents(option: &str, file: &str) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        let variable = variable_of(option);
        Failure::configuration(format!(
            "the file {file} of --{option} or {variable} cannot be read: {}",
            os_error::reason(&error)
        ))
    })
}

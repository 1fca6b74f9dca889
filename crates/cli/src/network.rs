//! How the command reaches the clouds: through which proxy, trusting whom, and as whom. Options, or
//! else variables. `HTTPS_PROXY` and `NO_PROXY` are the runtime's to read.

use clap::{Arg, ArgMatches};
use cloudwright_core::transport::{ClientCertificate, HttpSettings, Proxy, RootCertificate};

use crate::failure::Failure;

/// What was chosen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    proxy: Option<Proxy>,
    authority: Option<RootCertificate>,
    client: Option<ClientCertificate>,
}

const PROXY: &str = "proxy";
const AUTHORITY: &str = "ca-certificate";
const CERTIFICATE: &str = "client-certificate";
const KEY: &str = "client-key";

/// The options.
pub(crate) fn arguments() -> [Arg; 4] {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help)
            .help_heading("Network")
    };
    [
        option(
            PROXY,
            "URL",
            "Go through this proxy, http://[USER:PASSWORD@]HOST:PORT, but for the hosts of NO_PROXY; \
             HTTPS_PROXY otherwise",
        ),
        option(
            AUTHORITY,
            "FILE",
            "Take certificates of these authorities (PEM) too; so does CLOUDWRIGHT_CA_CERTIFICATE",
        ),
        option(
            CERTIFICATE,
            "FILE",
            "Show servers this certificate (PEM); so does CLOUDWRIGHT_CLIENT_CERTIFICATE",
        ),
        option(
            KEY,
            "FILE",
            "Its private key (PEM), where that is not in the same file; or CLOUDWRIGHT_CLIENT_KEY",
        ),
    ]
}

impl Network {
    /// What options and variables say.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let chosen = |name: &str| {
            let option = matches.get_one::<String>(name).cloned();
            option.or_else(|| variable(&variable_of(name)))
        };
        let proxy = matches.get_one::<String>(PROXY).map(|address| {
            let exempt = variable("NO_PROXY").or_else(|| variable("no_proxy"));
            Proxy::new(address).with_no_proxy(exempt)
        });
        let authority = chosen(AUTHORITY).map(|file| contents(AUTHORITY, &file));
        let client = match (chosen(CERTIFICATE), chosen(KEY)) {
            (None, None) => None,
            (None, Some(_)) => {
                let message = format!("--{KEY} is of no use without --{CERTIFICATE}");
                return Err(Failure::usage(message));
            }
            (Some(certificate), key) => {
                let key = contents(KEY, key.as_deref().unwrap_or(&certificate))?;
                let chain = contents(CERTIFICATE, &certificate)?;
                Some(ClientCertificate::from_pem(chain, key))
            }
        };
        Ok(Self {
            proxy,
            authority: authority.transpose()?.map(RootCertificate::from_pem),
            client,
        })
    }

    /// The settings with what was chosen.
    pub(crate) fn change(&self, mut settings: HttpSettings) -> HttpSettings {
        if let Some(proxy) = &self.proxy {
            settings = settings.proxy(proxy.clone());
        }
        if let Some(authority) = &self.authority {
            settings = settings.root_certificate(authority.clone());
        }
        if let Some(client) = &self.client {
            settings = settings.client_certificate(client.clone());
        }
        settings
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
            "the file {file} of --{option} or {variable} cannot be read: {error}"
        ))
    })
}

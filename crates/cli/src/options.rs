//! The own options of `cloudwright call`: what is not a parameter of the action.

use std::collections::BTreeSet;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use cloudwright_core::meta::{Operation, Protocol};
use cloudwright_core::{HttpMethod, NoPosition, Position, SignatureMethod};

use crate::call::waiting::Waiting;
use crate::catalog;
use crate::failure::{Failure, Stop};
use crate::network::{self, Network};
use crate::open_values::OpenValues;
use crate::output::Format;
use crate::query::Query;

/// The own options, as `clap` sees them. They may stand anywhere after `call`.
pub(crate) fn arguments() -> Vec<Arg> {
    let mut arguments = request();
    arguments.extend(output());
    arguments.extend(place());
    arguments.extend(network::arguments());
    arguments.extend(without_sending());
    arguments
        .into_iter()
        .map(|argument| argument.global(true))
        .collect()
}

/// `--region` of one action, with the regions that are documented, for shells to complete.
pub(crate) fn region_of(operation: &Operation) -> Option<Arg> {
    let regions = catalog::regions(operation);
    let region = arguments()
        .into_iter()
        .find(|argument| argument.get_id() == "region")?;
    Some(
        region
            .hide_possible_values(true)
            .value_parser(OpenValues::of(regions)),
    )
}

/// `--specs`, of all commands: it says which services there are.
pub(crate) fn specs() -> Arg {
    option(
        SPECS,
        "DIR",
        "Take the services of this specs folder too, in place of those of the same ids; the mock serves \
         them alone",
    )
    .global(true)
}

/// The id of [`specs`].
pub(crate) const SPECS: &str = "specs";

/// The flags that no parameter may have.
pub(crate) fn reserved() -> BTreeSet<String> {
    let own = [arguments(), vec![specs()]].concat();
    let long = own.iter().filter_map(Arg::get_long).map(str::to_owned);
    long.chain(["help".to_owned(), "version".to_owned()])
        .collect()
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

fn request() -> Vec<Arg> {
    let arguments = [
        option(
            "input",
            "JSON|@FILE|-",
            "Parameters by wire name, as JSON, from a file or from standard input; flags win over it",
        )
        .allow_hyphen_values(true),
        option("header", "NAME:VALUE", "Send a further header; may be repeated")
            .action(ArgAction::Append),
        switch("all", "Fetch all pages and join them; pages are as large as the service allows"),
        option("max-items", "COUNT", "Fetch pages until there are this many entries (implies --all)")
            .value_parser(value_parser!(u64).range(1..)),
        option("max-pages", "COUNT", "Fetch at most this many pages (implies --all)")
            .value_parser(value_parser!(u64).range(1..)),
        option("start-at", "POSITION", "Go on where an earlier call stopped, as it said (implies --all)")
            .value_parser(position),
        option("timeout", "TIME", "Longest time for one call, retries included: 30, 1.5s, 500ms, 2m")
            .value_parser(duration),
        option("retries", "COUNT", "How often a failed call is tried again; 2 unless given, 0 with --sign-time or --nonce")
            .value_parser(value_parser!(u32)),
        option("wait", "NAME|JMESPATH=VALUE", "Call again and again until the answer says so: a wait that \
            `describe` names, or an expression and its value; of several expressions all must hold")
            .action(ArgAction::Append),
        option("wait-fail", "JMESPATH=VALUE", "Give up waiting where the answer says this; may be repeated")
            .action(ArgAction::Append),
        option("wait-timeout", "TIME", "Longest time for all of a wait; 10 minutes unless given")
            .value_parser(duration),
        option("wait-delay", "TIME", "Shortest pause between two calls of a wait, which grows to 15 times that; \
            2 seconds unless given")
            .value_parser(duration),
        switch("no-check", "Send what can be sent, without checking parameters here"),
        switch("read-only", "Refuse actions that may change something; so does CLOUDWRIGHT_READ_ONLY=true"),
        option("policy", "FILE", "Refuse, ask or allow as this file says; or as the one that CLOUDWRIGHT_POLICY names"),
    ];
    arguments
        .map(|argument| argument.help_heading("Request"))
        .into()
}

fn output() -> Vec<Arg> {
    let arguments = [
        option(
            "output",
            "FORMAT",
            "How the result is written; json unless given",
        )
        .short('o')
        .value_parser(
            Format::NAMES
                .iter()
                .map(|(name, _)| *name)
                .collect::<Vec<_>>(),
        ),
        option(
            "query",
            "JMESPATH",
            "Take a part of the result, once all pages are joined",
        ),
        option(
            "columns",
            "NAME,NAME",
            "Show of each entry these members alone, in this order; names go into objects with dots",
        )
        .action(ArgAction::Append)
        .value_delimiter(','),
        switch("quiet", "Say nothing on standard error but errors").short('q'),
        switch(
            "verbose",
            "Tell of each attempt and of surprises in answers on standard error",
        )
        .short('v'),
    ];
    arguments
        .map(|argument| argument.help_heading("Output"))
        .into()
}

fn place() -> Vec<Arg> {
    let arguments = [
        option(
            "region",
            "REGION",
            "Where to call; the vendor's variable or profile otherwise",
        ),
        option(
            "endpoint",
            "HOST|URL|VARIANT",
            "Call another host, or one of the service's variants that `describe` names",
        ),
        switch(
            "allow-http",
            "Allow plain http to other machines than this one",
        ),
        option(
            "profile",
            "NAME",
            "Take credentials from this profile of the vendor's files",
        ),
        option(
            "protocol",
            "PROTOCOL",
            "Choose among the protocols of the service",
        )
        .value_parser(PossibleValuesParser::new(Protocol::WORDS)),
        option(
            "http-method",
            "METHOD",
            "GET or POST, where the service takes either",
        )
        .value_parser(PossibleValuesParser::new(HttpMethod::WORDS))
        .ignore_case(true),
        option(
            "signature-method",
            "METHOD",
            "How Tencent's API 2.0 is signed",
        )
        .value_parser(PossibleValuesParser::new(SignatureMethod::WORDS))
        .ignore_case(true),
        option(
            "language",
            "LANGUAGE",
            "Language of Tencent's messages: en-US or zh-CN",
        ),
        switch("mock", "Call a mock cloud that is started for this call"),
        option(
            "mock-rows",
            "COUNT",
            "How many entries the mock's paged actions have",
        )
        .value_parser(value_parser!(u64)),
        option(
            "record",
            "FILE",
            "Add what was asked and answered to a recording, for `mock --replay`; nothing that authorises",
        ),
    ];
    arguments
        .map(|argument| argument.help_heading("Where"))
        .into()
}

fn without_sending() -> Vec<Arg> {
    let arguments = [
        switch(
            "dry-run",
            "Print the request as it would be sent, as JSON, and send nothing; unsigned without keys",
        ),
        switch(
            "generate-input",
            "Print what --input takes, with examples and placeholders, and send nothing",
        ),
        switch("show-secrets", "Show keys and tokens in --dry-run"),
        switch("explain-signature", "Add what is signed to --dry-run"),
        option("sign-time", "UNIX_SECONDS", "Sign as of this time")
            .value_parser(value_parser!(u32).range(0..)),
        option("nonce", "TEXT", "Sign with this nonce").allow_hyphen_values(true),
    ];
    arguments
        .map(|argument| argument.help_heading("Without sending"))
        .into()
}

/// The own options of one call.
#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each of them is a switch of the command line, by its name"
)]
pub(crate) struct Options {
    pub(crate) input: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) all: bool,
    pub(crate) max_items: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    pub(crate) start_at: Option<Position>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) waiting: Waiting,
    pub(crate) check: bool,
    pub(crate) read_only: bool,
    pub(crate) policy: Option<String>,
    pub(crate) format: Format,
    pub(crate) query: Option<Query>,
    pub(crate) columns: Vec<String>,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) allow_http: bool,
    pub(crate) network: Network,
    pub(crate) profile: Option<String>,
    pub(crate) protocol: Option<Protocol>,
    pub(crate) http_method: Option<HttpMethod>,
    pub(crate) signature_method: Option<SignatureMethod>,
    pub(crate) language: Option<String>,
    pub(crate) mock: bool,
    pub(crate) mock_rows: Option<u64>,
    pub(crate) record: Option<String>,
    pub(crate) dry_run: bool,
    pub(crate) generate_input: bool,
    pub(crate) show_secrets: bool,
    pub(crate) explain_signature: bool,
    pub(crate) sign_time: Option<u32>,
    pub(crate) nonce: Option<String>,
}

impl Options {
    /// Reads the options and sees that they fit together.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Self, Stop> {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let on = |name: &str| matches.get_flag(name);
        let max_items = matches.get_one::<u64>("max-items").copied();
        let max_pages = matches.get_one::<u64>("max-pages").copied();
        let start_at = matches.get_one::<Position>("start-at").cloned();
        let options = Self {
            input: text("input"),
            headers: headers(matches)?,
            all: on("all") || max_items.is_some() || max_pages.is_some() || start_at.is_some(),
            max_items,
            max_pages,
            start_at,
            timeout: matches.get_one::<Duration>("timeout").copied(),
            retries: matches.get_one::<u32>("retries").copied(),
            waiting: waiting(matches)?,
            check: !on("no-check"),
            read_only: on("read-only"),
            policy: text("policy"),
            format: Format::of(matches).unwrap_or(Format::Json),
            query: text("query")
                .map(|text| Query::compile("--query", &text))
                .transpose()?,
            columns: columns(matches),
            quiet: on("quiet"),
            verbose: on("verbose"),
            region: text("region"),
            endpoint: text("endpoint"),
            allow_http: on("allow-http"),
            network: Network::read(matches)?,
            profile: text("profile"),
            protocol: text("protocol").and_then(|name| name.parse().ok()),
            http_method: text("http-method")
                .and_then(|name| in_any_case(HttpMethod::ALL, HttpMethod::as_str, &name)),
            signature_method: text("signature-method")
                .and_then(|name| in_any_case(SignatureMethod::ALL, SignatureMethod::as_str, &name)),
            language: text("language"),
            mock: on("mock"),
            mock_rows: matches.get_one::<u64>("mock-rows").copied(),
            record: text("record"),
            dry_run: on("dry-run"),
            generate_input: on("generate-input"),
            show_secrets: on("show-secrets"),
            explain_signature: on("explain-signature"),
            sign_time: matches.get_one::<u32>("sign-time").copied(),
            nonce: text("nonce"),
        };
        options.fit()?;
        Ok(options)
    }

    /// Options that mean nothing alone or exclude each other. `clap` cannot say so for options
    /// that may stand before and after the action.
    fn fit(&self) -> Result<(), Failure> {
        let needs = [
            (
                "--show-secrets",
                self.show_secrets,
                "--dry-run",
                self.dry_run,
            ),
            (
                "--explain-signature",
                self.explain_signature,
                "--dry-run",
                self.dry_run,
            ),
            ("--mock-rows", self.mock_rows.is_some(), "--mock", self.mock),
            (
                "--wait-fail, --wait-timeout or --wait-delay",
                self.waiting.has_details(),
                "--wait",
                self.waiting.is_on(),
            ),
        ];
        for (option, given, other, also) in needs {
            if given && !also {
                return Err(Failure::usage(format!("{option} needs {other}")));
            }
        }
        let excludes = [
            ("--quiet", self.quiet, "--verbose", self.verbose),
            (
                "--dry-run",
                self.dry_run,
                "--generate-input",
                self.generate_input,
            ),
            ("--record", self.record.is_some(), "--dry-run", self.dry_run),
            ("--wait", self.waiting.is_on(), "--all", self.all),
            ("--wait", self.waiting.is_on(), "--dry-run", self.dry_run),
            ("--mock", self.mock, "--endpoint", self.endpoint.is_some()),
            ("--mock", self.mock, "--profile", self.profile.is_some()),
        ];
        for (option, given, other, also) in excludes {
            if given && also {
                return Err(Failure::usage(format!(
                    "{option} and {other} exclude each other"
                )));
            }
        }
        Ok(())
    }
}

fn position(text: &str) -> Result<Position, NoPosition> {
    text.parse()
}

fn waiting(matches: &ArgMatches) -> Result<Waiting, Failure> {
    let texts = |name: &str| -> Vec<String> {
        let given = matches.get_many::<String>(name);
        given.into_iter().flatten().cloned().collect()
    };
    let time = |name: &str| matches.get_one::<Duration>(name).copied();
    let mut waiting = Waiting::read(&texts("wait"), &texts("wait-fail"))?;
    waiting.timeout = time("wait-timeout");
    waiting.delay = time("wait-delay");
    Ok(waiting)
}

fn columns(matches: &ArgMatches) -> Vec<String> {
    let given = matches.get_many::<String>("columns").into_iter().flatten();
    let names = given.map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn headers(matches: &ArgMatches) -> Result<Vec<(String, String)>, Failure> {
    let given = matches.get_many::<String>("header").into_iter().flatten();
    let pair = |text: &String| match text.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        // What stands there may be a secret that was meant as a value: it is not repeated.
        None => Err(Failure::usage("--header takes NAME:VALUE")),
    };
    given.map(pair).collect()
}

/// The word of those that `clap` took in any case.
fn in_any_case<T: Copy>(all: &[T], word: fn(T) -> &'static str, given: &str) -> Option<T> {
    let mut all = all.iter().copied();
    all.find(|known| word(*known).eq_ignore_ascii_case(given))
}

/// `30`, `1.5s`, `500ms`, `2m`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong =
        || "a time is a number of seconds, or a number with ms, s or m behind it".to_owned();
    let end = text
        .find(|letter: char| letter.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let scale = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        _ => return Err(wrong()),
    };
    let duration = Duration::try_from_secs_f64(number * scale).map_err(|_| wrong())?;
    if duration.is_zero() {
        Err("a time must be longer than nothing".to_owned())
    } else {
        Ok(duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_a_unit() {
        for (text, millis) in [
            ("30", 30_000),
            ("1.5s", 1500),
            ("500ms", 500),
            ("2m", 120_000),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "-1", "0", "1h", "1e400", "nan"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_own_option_is_reserved() {
        let reserved = reserved();
        for name in ["help", "region", "all", "dry-run", "nonce"] {
            assert!(reserved.contains(name), "{name}");
        }
    }
}

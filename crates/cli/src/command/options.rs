//! The own options of `cloudwright call`: what is not a parameter of the action.

#![allow(
    clippy::doc_markdown,
    reason = "what is written of an option is its help, which shows no Markdown"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches as _, value_parser};
use cloudwright_core::meta::{Operation, Protocol};
use cloudwright_core::{HttpMethod, Position, SignatureMethod};

use super::condition::Waiting;
use super::network::Network;
use super::open_values::OpenValues;
use crate::catalog;
use crate::failure::{Abort, Failure};
use crate::output::Format;
use crate::query::Query;

/// The own options of one call. They may stand anywhere after `call`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) request: RequestOptions,
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    #[command(flatten)]
    pub(crate) target: TargetOptions,
    #[command(flatten)]
    pub(crate) network: Network,
    #[command(flatten)]
    pub(crate) preview: PreviewOptions,
    /// Names and values of `--header`.
    #[arg(skip)]
    pub(crate) headers: Vec<(String, String)>,
    /// What `--query` says.
    #[arg(skip)]
    pub(crate) query: Option<Query>,
    /// What `--wait` and its companions say.
    #[arg(skip)]
    pub(crate) waiting: Waiting,
}

/// What is asked for, and how often.
#[derive(Debug, Args)]
#[command(next_help_heading = "Request")]
pub(crate) struct RequestOptions {
    /// Parameters by wire name, as JSON, from a file or from standard input; flags win over it
    #[arg(long, value_name = "JSON|@FILE|-", allow_hyphen_values = true)]
    pub(crate) input: Option<String>,
    /// Send a further header; may be repeated
    #[arg(long, value_name = "NAME:VALUE")]
    header: Vec<String>,
    /// Fetch all pages and join them; pages are as large as the service allows
    #[arg(long)]
    all: bool,
    /// Fetch pages until there are this many entries (implies --all)
    #[arg(long, value_name = "COUNT", value_parser = value_parser!(u64).range(1..))]
    pub(crate) max_items: Option<u64>,
    /// Fetch at most this many pages (implies --all)
    #[arg(long, value_name = "COUNT", value_parser = value_parser!(u64).range(1..))]
    pub(crate) max_pages: Option<u64>,
    /// Go on where an earlier call stopped, as it said (implies --all)
    #[arg(long, value_name = "POSITION")]
    pub(crate) start_at: Option<Position>,
    /// Longest time for one call, retries included: 30, 1.5s, 500ms, 2m
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,
    /// How often a failed call is tried again; 2 unless given, 0 with --sign-time or --nonce
    #[arg(long, value_name = "COUNT")]
    pub(crate) retries: Option<u32>,
    /// Call again and again until the answer says so: a wait that `describe` names, or an expression and its
    /// value; of several expressions all must hold
    #[arg(long, value_name = "NAME|JMESPATH=VALUE")]
    wait: Vec<String>,
    /// Give up waiting where the answer says this; may be repeated
    #[arg(long, value_name = "JMESPATH=VALUE")]
    wait_fail: Vec<String>,
    /// Longest time for all of a wait; 10 minutes unless given
    #[arg(long, value_name = "TIME", value_parser = duration)]
    wait_timeout: Option<Duration>,
    /// Shortest pause between two calls of a wait, which grows to 15 times that; 2 seconds unless given
    #[arg(long, value_name = "TIME", value_parser = duration)]
    wait_delay: Option<Duration>,
    /// Send what can be sent, without checking parameters here
    #[arg(long)]
    pub(crate) no_check: bool,
    /// Refuse actions that may change something; so does CLOUDWRIGHT_READ_ONLY=true
    #[arg(long)]
    pub(crate) read_only: bool,
    /// Refuse, ask or allow as this file says; or as the one that CLOUDWRIGHT_POLICY names
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<String>,
}

impl RequestOptions {
    /// Whether all pages are fetched.
    pub(crate) fn is_for_all(&self) -> bool {
        let limits = [self.max_items, self.max_pages];
        self.all || self.start_at.is_some() || limits.iter().any(Option::is_some)
    }
}

/// How the result is shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// How the result is written; json unless given
    #[arg(long = "output", short = 'o', value_name = "FORMAT")]
    #[arg(default_value = "json", hide_default_value = true)]
    pub(crate) format: Format,
    /// Take a part of the result, once all pages are joined
    #[arg(long, value_name = "JMESPATH")]
    query: Option<String>,
    /// Show of each entry these members alone, in this order; names go into objects with dots
    #[arg(long, value_name = "NAME,NAME", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Say nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Tell of each attempt and of surprises in answers on standard error
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// Where the request goes, and as whom.
#[derive(Debug, Args)]
#[command(next_help_heading = "Where")]
pub(crate) struct TargetOptions {
    /// Where to call; the vendor's variable or profile otherwise
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Call another host, or one of the service's variants that `describe` names
    #[arg(long, value_name = "HOST|URL|VARIANT")]
    pub(crate) endpoint: Option<String>,
    /// Allow plain http to other machines than this one
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Take credentials from this profile of the vendor's files
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Choose among the protocols of the service
    #[arg(long, value_name = "PROTOCOL", value_parser = one_of(Protocol::ALL, Protocol::as_str))]
    pub(crate) protocol: Option<Protocol>,
    /// GET or POST, where the service takes either
    #[arg(long, value_name = "METHOD", ignore_case = true)]
    #[arg(value_parser = one_of(HttpMethod::ALL, HttpMethod::as_str))]
    pub(crate) http_method: Option<HttpMethod>,
    /// How Tencent's API 2.0 is signed
    #[arg(long, value_name = "METHOD", ignore_case = true)]
    #[arg(value_parser = one_of(SignatureMethod::ALL, SignatureMethod::as_str))]
    pub(crate) signature_method: Option<SignatureMethod>,
    /// Language of Tencent's messages: en-US or zh-CN
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// Call a mock cloud that is started for this call
    #[arg(long)]
    pub(crate) mock: bool,
    /// How many entries the mock's paged actions have
    #[arg(long, value_name = "COUNT")]
    pub(crate) mock_rows: Option<u64>,
    /// Add what was asked and answered to a recording, for `mock --replay`; nothing that authorises
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<String>,
}

/// What is shown in place of a call, and how it is signed for that.
#[derive(Debug, Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are switches of the command line"
)]
#[command(next_help_heading = "Without sending")]
pub(crate) struct PreviewOptions {
    /// Print the request as it would be sent, as JSON, and send nothing; unsigned without keys
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print what --input takes, with examples and placeholders, and send nothing
    #[arg(long)]
    pub(crate) generate_input: bool,
    /// Show keys and tokens in --dry-run
    #[arg(long)]
    pub(crate) show_secrets: bool,
    /// Add what is signed to --dry-run
    #[arg(long)]
    pub(crate) explain_signature: bool,
    /// Sign as of this time
    #[arg(long, value_name = "UNIX_SECONDS")]
    pub(crate) sign_time: Option<u32>,
    /// Sign with this nonce
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) nonce: Option<String>,
}

/// The own options, as `clap` sees them.
pub(crate) fn arguments() -> Vec<Arg> {
    let command = Options::augment_args(Command::new("call"));
    let arguments = command.get_arguments().cloned();
    arguments.map(|argument| argument.global(true)).collect()
}

/// `--region` of one action, with the regions that are documented, for shells to complete.
pub(crate) fn region_of(operation: &Operation) -> Option<Arg> {
    let regions = catalog::regions(operation);
    let mut arguments = arguments().into_iter();
    let region = arguments.find(|argument| argument.get_id() == "region")?;
    let region = region.hide_possible_values(true);
    Some(region.value_parser(OpenValues::of(regions)))
}

/// `--specs`, of all commands: it says which services there are.
pub(crate) fn specs() -> Arg {
    Arg::new(SPECS)
        .long(SPECS)
        .value_name("DIR")
        .help(
            "Take the services of this specs folder too, in place of those of the same ids; the mock serves \
             them alone",
        )
        .global(true)
}

/// The id of [`specs`].
pub(crate) const SPECS: &str = "specs";

/// The options that may stand before a service or an action.
pub(crate) fn all() -> Vec<Arg> {
    [arguments(), vec![specs()]].concat()
}

/// The flags that no parameter may have.
pub(crate) fn reserved() -> BTreeSet<String> {
    let own = all();
    let long = own.iter().filter_map(Arg::get_long);
    let all = long.chain(["help", "version"]);
    all.map(str::to_owned).collect()
}

impl Options {
    /// Reads the options and sees that they fit together.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Self, Abort> {
        Ok(Self::from_arg_matches(matches)?.understood()?)
    }

    /// Reads what is written in the options.
    pub(crate) fn understood(mut self) -> Result<Self, Failure> {
        let request = &mut self.request;
        self.headers = request
            .header
            .iter()
            .map(|text| header(text))
            .collect::<Result<_, _>>()?;
        self.waiting = Waiting::read(&request.wait, &request.wait_fail)?;
        self.waiting.timeout = request.wait_timeout;
        self.waiting.delay = request.wait_delay;
        let output = &mut self.output;
        let query = output.query.as_deref();
        self.query = query
            .map(|text| Query::compile("--query", text))
            .transpose()?;
        let columns = output.columns.iter().map(|name| name.trim().to_owned());
        output.columns = columns.filter(|name| !name.is_empty()).collect();
        self.fit()?;
        Ok(self)
    }

    /// Options that mean nothing alone or exclude each other. `clap` cannot say so for options
    /// that may stand before and after the action.
    fn fit(&self) -> Result<(), Failure> {
        let Self {
            request,
            output,
            target,
            preview,
            waiting,
            ..
        } = self;
        let dry_run = ("--dry-run", preview.dry_run);
        let wait = ("--wait", waiting.is_on());
        let mock = ("--mock", target.mock);
        let details = "--wait-fail, --wait-timeout or --wait-delay";
        for ((option, given), (other, also)) in [
            (("--show-secrets", preview.show_secrets), dry_run),
            (("--explain-signature", preview.explain_signature), dry_run),
            (("--mock-rows", target.mock_rows.is_some()), mock),
            ((details, waiting.has_details()), wait),
        ] {
            if given && !also {
                return Err(Failure::usage(format!("{option} needs {other}")));
            }
        }
        for ((option, given), (other, also)) in [
            (("--quiet", output.quiet), ("--verbose", output.verbose)),
            (dry_run, ("--generate-input", preview.generate_input)),
            (("--record", target.record.is_some()), dry_run),
            (wait, ("--all", request.is_for_all())),
            (wait, dry_run),
            (mock, ("--endpoint", target.endpoint.is_some())),
            (mock, ("--profile", target.profile.is_some())),
        ] {
            if given && also {
                let message = format!("{option} and {other} exclude each other");
                return Err(Failure::usage(message));
            }
        }
        Ok(())
    }
}

fn header(text: &str) -> Result<(String, String), Failure> {
    // What stands there may be a secret that was meant as a value: it is not repeated.
    let wrong = || Failure::usage("--header takes NAME:VALUE");
    let (name, value) = text.split_once(':').ok_or_else(wrong)?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// One of these, by its word; in any case, where the argument ignores that.
fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let words = all.iter().map(|one| word(*one));
    PossibleValuesParser::new(words).try_map(move |given| {
        let mut all = all.iter().copied();
        let found = all.find(|one| word(*one).eq_ignore_ascii_case(&given));
        found.ok_or("it is none of them")
    })
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

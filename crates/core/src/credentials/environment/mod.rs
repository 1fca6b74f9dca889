//! The world as credential providers see it: variables, files, network and clock, all handed in.
//!
//! By default the variables are the process's and the files the disk's; what is put in by hand
//! comes first. [`Environment::isolated`] has nothing of its own: what tests start from.
//!
//! Files are read with blocking calls: they are small, local, and read when credentials are looked
//! for, which is once an hour.

mod file;
mod program;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub(super) use file::Replacement;

use super::CredentialsError;
use crate::machine::clock::Clock;
use crate::machine::lock::locked;
use crate::secret::Secret;
use crate::transport::Transport;

/// No credentials file is larger, nor what a program prints that gives credentials; what is, is
/// something else.
const MAX_TEXT: usize = 1 << 20;

/// The variable that switches all metadata services off, of whichever cloud; for machines that are
/// none of theirs, where a chain would otherwise knock at every address.
pub(super) const METADATA_DISABLED: &str = "CLOUDWRIGHT_METADATA_DISABLED";

/// Where providers look.
///
/// ```
/// # use std::sync::Arc;
/// # use cloudwright_core::{SystemClock, transport::Transport};
/// # use cloudwright_core::credentials::Environment;
/// # fn example(transport: Arc<dyn Transport>) {
/// let environment = Environment::isolated(transport, Arc::new(SystemClock))
///     .with_home("/home/alice")
///     .with_variable("TENCENTCLOUD_SECRET_ID", "AKIDexample")
///     .with_file("/home/alice/.tencentcloud/credentials", "[default]\n");
/// assert_eq!(environment.variable("TENCENTCLOUD_SECRET_ID").as_deref(), Some("AKIDexample"));
/// # }
/// ```
#[derive(Clone)]
pub struct Environment(Box<EnvironmentFields>);

#[derive(Clone)]
struct EnvironmentFields {
    /// Whether variables and files that were not put in come from the process and the disk.
    outside: bool,
    /// What was put in; the last of a name counts.
    given: Vec<Given>,
    /// What was written in place of files that were put in.
    written: Arc<Mutex<Vec<(PathBuf, Secret)>>>,
    home: Option<PathBuf>,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
}

/// One thing that was put in. All are of one form, so that one function finds and one drops them.
#[derive(Clone)]
struct Given {
    what: What,
    /// Of a variable or a file; else empty.
    name: PathBuf,
    value: Secret,
}

/// What can be put in; the last three are base addresses that stand in for the clouds' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Variable,
    File,
    Program,
    Region,
    Profile,
    Metadata,
    Sts,
    Iam,
}

impl Environment {
    /// The variables of this process and the files of this machine.
    pub fn new(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        let mut environment = Self::isolated(transport, clock);
        environment.0.outside = true;
        environment.0.home = std::env::home_dir();
        environment
    }

    /// No variables and no files but those that are put in.
    pub fn isolated(transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self(Box::new(EnvironmentFields {
            outside: false,
            given: Vec::new(),
            written: Arc::default(),
            home: None,
            transport,
            clock,
        }))
    }

    /// Looks at nothing outside any more, only at what was and will be put in: no variable of the
    /// process, no file of the disk, and no metadata service unless its address is put in.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.0.outside = false;
        self.0.home = None;
        self.with_variable(METADATA_DISABLED, "true")
    }

    /// Puts something in.
    fn put(mut self, what: What, name: PathBuf, value: Secret) -> Self {
        self.0.given.push(Given { what, name, value });
        self
    }

    /// Puts something without a name in.
    fn set(self, what: What, value: impl Into<String>) -> Self {
        self.put(what, PathBuf::new(), Secret::new(value.into()))
    }

    /// What was put in.
    fn given(&self, what: What, name: &Path) -> Option<&Secret> {
        let mut given = self.0.given.iter().rev();
        let found = given.find(|given| given.what == what && given.name == name);
        found.map(|given| &given.value)
    }

    fn get(&self, what: What) -> Option<&str> {
        self.given(what, Path::new("")).map(Secret::expose)
    }

    /// Sets what requests go through.
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.0.transport = transport;
        self
    }

    /// Puts a variable in, in place of the process's.
    #[must_use]
    pub fn with_variable(self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.put(What::Variable, name.into().into(), value.into())
    }

    /// Puts a file in, in place of the disk's.
    #[must_use]
    pub fn with_file(self, path: impl Into<PathBuf>, contents: impl Into<Secret>) -> Self {
        self.put(What::File, path.into(), contents.into())
    }

    /// Puts in what a program prints, in place of running it: `command` is its whole command line.
    #[must_use]
    pub fn with_program_output(
        self,
        command: impl Into<String>,
        output: impl Into<Secret>,
    ) -> Self {
        self.put(What::Program, command.into().into(), output.into())
    }

    /// Sets the home directory, below which the vendors keep their files.
    #[must_use]
    pub fn with_home(mut self, home: impl Into<PathBuf>) -> Self {
        self.0.home = Some(home.into());
        self
    }

    /// Sets the region calls go to: some STS and IAM services have an address a region.
    #[must_use]
    pub fn with_region(self, region: impl Into<String>) -> Self {
        self.set(What::Region, region)
    }

    /// Sets the profile that is read from the vendors' files, in place of the variables' choice.
    ///
    /// A chain then asks the profile files only: who names a profile wants no other key.
    #[must_use]
    pub fn with_profile(self, profile: impl Into<String>) -> Self {
        self.set(What::Profile, profile)
    }

    /// Sets the base address of the instance metadata service: `http://127.0.0.1:8080`.
    #[must_use]
    pub fn with_metadata_endpoint(self, url: impl Into<String>) -> Self {
        self.set(What::Metadata, url)
    }

    /// Sets the base address of the security token service.
    #[must_use]
    pub fn with_sts_endpoint(self, url: impl Into<String>) -> Self {
        self.set(What::Sts, url)
    }

    /// Sets the base address of Huawei's identity service.
    #[must_use]
    pub fn with_iam_endpoint(self, url: impl Into<String>) -> Self {
        self.set(What::Iam, url)
    }

    /// A variable that is set and not blank, without white space around it.
    ///
    /// The result is a plain text: put what is secret into a [`Secret`] at once.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = match self.given(What::Variable, Path::new(name)) {
            Some(value) => value.expose().to_owned(),
            None if self.0.outside => std::env::var(name).ok()?,
            None => return None,
        };
        let trimmed = value.trim();
        match trimmed.len() {
            0 => None,
            length if length == value.len() => Some(value),
            _ => Some(trimmed.to_owned()),
        }
    }

    /// A variable that holds a secret.
    pub(super) fn secret_variable(&self, name: &str) -> Option<Secret> {
        self.variable(name).map(Secret::new)
    }

    /// A variable, or the error of a place that is not configured without it.
    pub fn require(&self, provider: &str, name: &str) -> Result<String, CredentialsError> {
        self.variable(name).ok_or_else(|| {
            CredentialsError::not_configured(provider, format_args!("{name} is not set"))
        })
    }

    /// The values of those variables that are set, and the names of those that are not.
    pub(super) fn variables(&self, names: &[&'static str]) -> (Vec<String>, Vec<&'static str>) {
        let (mut values, mut missing) = (Vec::new(), Vec::new());
        for name in names {
            match self.variable(name) {
                Some(value) => values.push(value),
                None => missing.push(*name),
            }
        }
        (values, missing)
    }

    /// Whether a variable says yes.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.variable(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    /// A path below the home directory.
    pub(super) fn in_home(&self, provider: &str, path: &str) -> Result<PathBuf, CredentialsError> {
        match &self.0.home {
            Some(home) => Ok(home.join(path)),
            None => Err(CredentialsError::not_configured(
                provider,
                format_args!("~/{path} cannot be read: there is no home directory"),
            )),
        }
    }

    /// The text of a file, without a byte order mark; not configured if there is none.
    pub fn read_file(&self, provider: &str, path: &Path) -> Result<Secret, CredentialsError> {
        if let Some(contents) = self.put_in(path) {
            return Ok(file::without_mark(contents));
        }
        let missing = || {
            let message = format!("{} does not exist", path.display());
            CredentialsError::not_configured(provider, message)
        };
        if !self.0.outside {
            return Err(missing());
        }
        let found = file::read(path);
        let reason: &dyn fmt::Display = match &found {
            Ok(Ok(contents)) => return Ok(contents.clone()),
            Ok(Err(refusal)) => refusal,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing()),
            Err(error) => error,
        };
        let message = format!("{} cannot be read: {reason}", path.display());
        Err(CredentialsError::misconfigured(provider, message))
    }

    /// A file that was put in, as it was written last.
    fn put_in(&self, path: &Path) -> Option<Secret> {
        let written = locked(&self.0.written);
        let last = written.iter().rev().find(|(known, _)| known == path);
        let last = last.map(|(_, contents)| contents.clone());
        last.or_else(|| self.given(What::File, path).cloned())
    }

    /// The file that a variable names, or else the first of those below the home directory that there
    /// is.
    pub(super) fn read_one_of(
        &self,
        provider: &str,
        variable: &str,
        in_home: &[&str],
    ) -> Result<(PathBuf, Secret), CredentialsError> {
        if let Some(file) = self.variable(variable) {
            let path = PathBuf::from(file);
            let text = self.read_named_file(provider, &path)?;
            return Ok((path, text));
        }
        let mut missing = None;
        for file in in_home {
            let path = self.in_home(provider, file)?;
            match self.read_file(provider, &path) {
                Ok(text) => return Ok((path, text)),
                Err(error) if error.is_not_configured() => missing = missing.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        Err(missing.unwrap_or_else(|| CredentialsError::not_configured(provider, "no file")))
    }

    /// Begins to replace a file, so that it is known that it can be before what has to go into it is
    /// fetched.
    pub(super) fn replace_file(
        &self,
        provider: &str,
        path: &Path,
    ) -> Result<Replacement<'_>, CredentialsError> {
        if !self.0.outside || self.put_in(path).is_some() {
            return Ok(Replacement::put_in(&self.0.written, path));
        }
        Replacement::on_disk(path).map_err(|error| {
            let message = format!("{} cannot be written: {error}", path.display());
            CredentialsError::misconfigured(provider, message)
        })
    }

    /// What a program prints, which is run without a shell and for at most a minute.
    pub(super) async fn run(
        &self,
        provider: &str,
        command: &str,
    ) -> Result<Secret, CredentialsError> {
        if let Some(output) = self.given(What::Program, Path::new(command)) {
            return Ok(output.clone());
        }
        if !self.0.outside {
            let message = "no program is run here";
            return Err(CredentialsError::misconfigured(provider, message));
        }
        let failed = |reason: &dyn fmt::Display| {
            CredentialsError::misconfigured(provider, format_args!("its program {reason}"))
        };
        let arguments = program::arguments(command).ok_or_else(|| failed(&"has an open quote"))?;
        let output = program::run(&arguments, self.clock()).await;
        output.map_err(|reason| failed(&reason))
    }

    /// The text of a file that somebody named: that it is missing is a mistake.
    pub(super) fn read_named_file(
        &self,
        provider: &str,
        path: &Path,
    ) -> Result<Secret, CredentialsError> {
        self.read_file(provider, path).map_err(|error| {
            if error.is_not_configured() {
                error.with_kind(super::CredentialsErrorKind::Misconfigured)
            } else {
                error
            }
        })
    }

    /// A token kept in a file, without white space around it.
    pub(super) fn read_token(
        &self,
        provider: &str,
        path: &str,
    ) -> Result<Secret, CredentialsError> {
        let text = self.read_named_file(provider, Path::new(path))?;
        let token = text.expose().trim();
        if token.is_empty() {
            let message = format!("{path} is empty");
            return Err(CredentialsError::misconfigured(provider, message));
        }
        Ok(Secret::from(token))
    }

    /// The region calls go to.
    pub fn region(&self) -> Option<&str> {
        self.get(What::Region)
    }

    /// The profile that was asked for.
    pub fn profile(&self) -> Option<&str> {
        self.get(What::Profile)
    }

    /// The address that stands in for the cloud's metadata service.
    pub(super) fn metadata_endpoint(&self) -> Option<&str> {
        self.get(What::Metadata)
    }

    /// The address that stands in for the cloud's security token service.
    pub(super) fn sts_endpoint(&self) -> Option<&str> {
        self.get(What::Sts)
    }

    /// The address that stands in for Huawei's identity service.
    pub(super) fn iam_endpoint(&self) -> Option<&str> {
        self.get(What::Iam)
    }

    /// What requests go through.
    pub fn transport(&self) -> &dyn Transport {
        &*self.0.transport
    }

    /// What tells the time.
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Seconds since 1970.
    pub(super) fn unix_seconds(&self) -> i64 {
        i64::try_from(self.0.clock.unix_now().as_secs()).unwrap_or(i64::MAX)
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: &dyn fmt::Debug = match self.what {
            What::Variable | What::File | What::Program => &self.name,
            _ => &self.value.expose(),
        };
        write!(formatter, "{:?} {shown:?}", self.what)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = &*self.0;
        formatter
            .debug_struct("Environment")
            .field("outside", &fields.outside)
            .field("given", &fields.given)
            .field("home", &fields.home)
            .field("transport", &fields.transport)
            .field("clock", &fields.clock)
            .finish()
    }
}

#[cfg(test)]
mod tests;

//! Programs that print credentials: run without a shell, bounded in time and output.

use std::fmt;
use std::io::Read as _;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::oneshot;

use super::{MAX_TEXT, file};
use crate::machine::clock::{self, Clock};
use crate::machine::lock::locked;
use crate::secret::Secret;

/// The longest a program may take: what the vendors' SDKs allow.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How often a program that has said all is looked at, whether it has ended.
const GLANCE: Duration = Duration::from_millis(5);

/// Why a program gave nothing. Never what it printed.
#[derive(Debug)]
pub(super) enum Refusal {
    NoName,
    NotStarted(std::io::Error),
    Failed(ExitStatus),
    NotRead(std::io::Error),
    NoText(&'static str),
    TooSlow,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => formatter.write_str("has no name"),
            Self::NotStarted(error) => write!(formatter, "cannot be started: {error}"),
            Self::Failed(status) => {
                write!(formatter, "failed ({status}); run it by hand to see why")
            }
            Self::NotRead(error) => write!(formatter, "cannot be read from: {error}"),
            Self::NoText(reason) => write!(formatter, "printed what is not read: {reason}"),
            Self::TooSlow => write!(formatter, "did not end within {} s", TIMEOUT.as_secs()),
        }
    }
}

/// The words of a command line, by the quoting rules of POSIX shells and without anything else that a
/// shell does. On Windows a backslash is a letter like others. Nothing if a quote stays open.
pub(super) fn arguments(command: &str) -> Option<Vec<String>> {
    let escapes = !cfg!(windows);
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '\\') if escapes => word.get_or_insert_default().push(letters.next()?),
            (Some('"'), '\\') if escapes => {
                let next = letters.next()?;
                let word = word.get_or_insert_default();
                if !matches!(next, '"' | '\\' | '$' | '`') {
                    word.push('\\');
                }
                word.push(next);
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// What the program prints on its standard output.
pub(super) async fn run(arguments: &[String], clock: &dyn Clock) -> Result<Secret, Refusal> {
    let (name, arguments) = arguments.split_first().ok_or(Refusal::NoName)?;
    let mut child = Command::new(name)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // What it complains of may hold what must not be seen.
        .stderr(Stdio::null())
        .spawn()
        .map_err(Refusal::NotStarted)?;
    let output = child.stdout.take();
    let running = Running(Arc::new(Mutex::new(child)));
    let (sender, receiver) = oneshot::channel();
    let watched = Running(Arc::clone(&running.0));
    std::thread::spawn(move || {
        // Nobody waits for it any more where this fails.
        let _ = sender.send(watched.result(output));
    });
    match clock::within(clock, TIMEOUT, receiver).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) | Err(clock::Elapsed) => Err(Refusal::TooSlow),
    }
}

/// A program that runs; it is ended when nobody waits for it any more.
struct Running(Arc<Mutex<Child>>);

impl Running {
    fn child(&self) -> MutexGuard<'_, Child> {
        locked(&self.0)
    }

    /// Waits for all that it prints, and for its end.
    fn result(&self, output: Option<ChildStdout>) -> Result<Secret, Refusal> {
        let mut bytes = Vec::new();
        if let Some(output) = output {
            let most = MAX_TEXT as u64 + 1;
            let read = output.take(most).read_to_end(&mut bytes);
            read.map_err(Refusal::NotRead)?;
        }
        let text = file::text(bytes).map_err(Refusal::NoText)?;
        loop {
            let status = self.child().try_wait().map_err(Refusal::NotRead)?;
            match status {
                Some(status) if status.success() => return Ok(text),
                Some(status) => return Err(Refusal::Failed(status)),
                None => std::thread::sleep(GLANCE),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut child = self.child();
        // It may have ended by itself, and then there is nothing to end and to wait for.
        if let Ok(None) = child.try_wait() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::machine::clock::SystemClock;

    #[test]
    #[cfg(not(windows))]
    fn a_command_line_is_words_by_the_quoting_of_posix_and_no_more() {
        for (command, words) in [
            ("a b  c", &["a", "b", "c"][..]),
            (r#"a 'b c' "d e""#, &["a", "b c", "d e"]),
            (r#"a"b"'c'd"#, &["abcd"]),
            (r"a\ b \' \\", &["a b", "'", r"\"]),
            (r#""a\"b" "\$x" "\n" '\n'"#, &["a\"b", "$x", r"\n", r"\n"]),
            (r#"'' """#, &["", ""]),
            (
                "a $(b) `c` $d | e > f; g *",
                &["a", "$(b)", "`c`", "$d", "|", "e", ">", "f;", "g", "*"],
            ),
            (" ", &[]),
        ] {
            assert_eq!(arguments(command).unwrap(), words, "{command}");
        }
        for open in ["'a", "a \"b", "a\\"] {
            assert_eq!(arguments(open), None, "{open}");
        }
    }

    #[cfg(unix)]
    async fn sh(script: &str) -> Result<Secret, Refusal> {
        let words = ["/bin/sh", "-c", script].map(str::to_owned);
        run(&words, &SystemClock).await
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_program_gives_what_it_prints_if_it_succeeds() {
        let output = sh("echo hush; echo complaint >&2").await.unwrap();
        assert_eq!(output.expose(), "hush\n");
        for (script, reason) in [
            ("echo hush; exit 3", "failed (exit status: 3)"),
            (
                "printf '\\377'",
                "printed what is not read: it is not UTF-8",
            ),
            ("yes", "printed what is not read: it is larger than 1 MiB"),
        ] {
            let refusal = sh(script).await.unwrap_err();
            assert!(refusal.to_string().starts_with(reason), "{refusal}");
        }
        let nobody = ["/there/is/no/such/program".to_owned()];
        let refusal = run(&nobody, &SystemClock).await.unwrap_err();
        assert!(
            refusal.to_string().starts_with("cannot be started"),
            "{refusal}"
        );
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_program_that_nobody_waits_for_is_ended() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let script = format!("echo $$ > {}; exec sleep 600", file.path().display());
        let running = tokio::spawn(async move { sh(&script).await.map(|_| ()) });
        // However busy the machine is: first it runs, and then it ends.
        let id = loop {
            let id = std::fs::read_to_string(file.path()).unwrap();
            if id.ends_with('\n') {
                break id;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        running.abort();
        let is_alive = || {
            let asked = Command::new("/bin/kill").args(["-0", id.trim()]).status();
            asked.unwrap().success()
        };
        for _ in 0..1000 {
            if !is_alive() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{id} still runs");
    }
}

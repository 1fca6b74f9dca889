//! A terminal of a test's own: what a person would see.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::thread;

use nix::pty::openpty;

use crate::run::Run;

/// All that a run writes, to a terminal without colours.
pub(crate) fn shown(run: &Run) -> String {
    ran(run, None).1
}

/// How a run ends, and all that it writes, for a person who types these lines.
pub(crate) fn typed(run: &Run, lines: &str) -> (i32, String) {
    ran(run, Some(lines))
}

fn ran(run: &Run, lines: Option<&str>) -> (i32, String) {
    let terminal = openpty(None, None).expect("the system has terminals");
    let mut ours = File::from(terminal.master);
    let theirs = File::from(terminal.slave);
    let share = || theirs.try_clone().expect("a terminal may be shared");
    let mut command = run.command();
    command.env("NO_COLOR", "1").stdout(share()).stderr(share());
    if let Some(lines) = lines {
        command.stdin(share());
        ours.write_all(lines.as_bytes()).expect("it can be typed");
    }
    let mut child = command.spawn().expect("the command starts");
    // These hold the other end open: the reader would wait for them.
    drop(command);
    drop(theirs);
    drop(child.stdin.take());
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        // A terminal that nobody holds any more ends in an error.
        let _ = ours.read_to_end(&mut bytes);
        bytes
    });
    let status = child.wait().expect("the command ends");
    let bytes = reader.join().expect("reading does not panic");
    let text = String::from_utf8(bytes).expect("it is text");
    (status.code().unwrap_or(-1), text)
}

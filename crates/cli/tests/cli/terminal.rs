//! A terminal of a test's own: what a person would see.

use std::fs::File;
use std::io::Read as _;
use std::thread;

use nix::pty::openpty;

use crate::run::Run;

/// All that a run writes, to a terminal without colours.
pub(crate) fn shown(run: &Run) -> String {
    let terminal = openpty(None, None).expect("the system has terminals");
    let ours = File::from(terminal.master);
    let theirs = File::from(terminal.slave);
    let mut command = run.command();
    command
        .env("NO_COLOR", "1")
        .stdout(theirs.try_clone().expect("a terminal may be shared"))
        .stderr(theirs);
    let mut child = command.spawn().expect("the command starts");
    // The command builder holds the other end open: the reader would wait for it.
    drop(command);
    drop(child.stdin.take());
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        // A terminal that nobody holds any more ends in an error.
        let _ = (&ours).read_to_end(&mut bytes);
        bytes
    });
    child.wait().expect("the command ends");
    let bytes = reader.join().expect("reading does not panic");
    String::from_utf8(bytes).expect("it is text")
}

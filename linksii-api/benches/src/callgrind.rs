//! Instruction counts, by valgrind's callgrind: the same on a busy machine as on an idle one.
//!
//! What is counted is a child process, the benchmark itself with other arguments. It does something
//! `n` times, and then more often: the difference is what the additional times cost, without start, first
//! connection and end.

use std::io::ErrorKind;
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context, bail};

/// How often the counted thing is done: in the shorter run, and in the longer one.
#[derive(Clone, Copy, Debug)]
pub struct Lengths(pub u32, pub u32);

/// Whether valgrind is there. Says so on standard output where it is not.
pub fn is_there() -> bool {
    let found = Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    match found {
        Ok(status) if status.success() => true,
        Err(error) if error.kind() != ErrorKind::NotFound => {
            println!("valgrind does not start ({error}): no instructions are counted");
            false
        }
        _ => {
            println!("valgrind is not installed: no instructions are counted");
            false
        }
    }
}

/// The instructions of one more time, where `run` sees to a child that does something so often.
pub fn difference(
    lengths: Lengths,
    mut run: impl FnMut(u32) -> anyhow::Result<u64>,
) -> anyhow::Result<u64> {
    let Lengths(few, many) = lengths;
    let (few_cost, many_cost) = (run(few)?, run(many)?);
    Ok(many_cost.saturating_sub(few_cost) / u64::from(many - few))
}

/// Starts this program with other arguments under callgrind.
pub fn spawn(arguments: &[String]) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("where this program lies")?;
    // The profile itself is kept where it is asked for: to see what a count is made of.
    let profile = std::env::var("CALLGRIND_OUT").unwrap_or_else(|_| "/dev/null".to_owned());
    Command::new("valgrind")
        .args(["--tool=callgrind", "--dump-instr=no"])
        .arg(format!("--callgrind-out-file={profile}"))
        .arg(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start valgrind")
}

/// How many instructions a child took that `spawn` started, once it has ended.
pub fn count(child: Child) -> anyhow::Result<u64> {
    let Output { status, stderr, .. } = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&stderr);
    if !status.success() {
        bail!("the program under valgrind failed:\n{text}");
    }
    let total = text
        .lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    total.with_context(|| format!("valgrind printed no count:\n{text}"))
}

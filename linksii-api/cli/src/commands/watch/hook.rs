//! The command that `--exec` runs for a result.

use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::failure::{Failure, Status};
use crate::raw::Raw;

/// The longest value that goes into a variable: systems refuse to start a program with much longer ones.
const LONGEST: usize = 32 << 10;

/// A program and its arguments. No shell is run, so that nothing in a result is taken for a command.
#[derive(Debug)]
pub(super) struct Hook {
    program: String,
    arguments: Vec<String>,
}

impl Hook {
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let words = shell_words::split(text)
            .map_err(|error| Failure::usage(format!("--exec {text:?}: {error}")))?;
        let mut words = words.into_iter();
        let program = words.next().filter(|it| !it.is_empty());
        let program = program.ok_or_else(|| Failure::usage("--exec has no command"))?;
        Ok(Self {
            program,
            arguments: words.collect(),
        })
    }

    /// Runs it for a result; what is wrong, if it does not end well.
    pub(super) async fn run(&self, row: &Raw) -> Result<(), Failure> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .envs(variables(row))
            .stdin(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::usage(format!("cannot start {:?}: {error}", self.program)))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command need not read it.
            let _ = stdin
                .write_all(format!("{}\n", row.compact()).as_bytes())
                .await;
        }
        let status = child.wait().await;
        let status = status.map_err(|error| Failure::output(&error))?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::new(
            Status::Partial,
            format!("{:?} ended with {status}", self.program),
        ))
    }
}

/// A variable for each member of a result that is not a list or an object.
fn variables(row: &Raw) -> Vec<(String, String)> {
    let members = row.members().unwrap_or_default().into_iter();
    let variables = members.filter_map(|(name, value)| {
        let is_name = name
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'_');
        let value = match value.as_str().as_bytes() {
            [b'{' | b'[', ..] => return None,
            _ if value.is_null() => String::new(),
            _ => value.text().unwrap_or_else(|| value.as_str().to_owned()),
        };
        let fits = value.len() <= LONGEST && !value.contains('\0');
        (is_name && fits).then(|| (format!("LINKSII_RESULT_{}", name.to_uppercase()), value))
    });
    variables.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn values_are_given_as_they_are() {
        let row = Raw::of(r#"{"id":"-rf","brand":"x\"; touch pwn\n$(a)","score":1.10,"none":null,"a b":1,"nul":"\u0000","list":[]}"#.to_owned()).unwrap();
        let variables = variables(&row);
        let variables: Vec<(&str, &str)> = variables.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            variables,
            [
                ("LINKSII_RESULT_ID", "-rf"),
                ("LINKSII_RESULT_BRAND", "x\"; touch pwn\n$(a)"),
                ("LINKSII_RESULT_SCORE", "1.10"),
                ("LINKSII_RESULT_NONE", ""),
            ]
        );
    }

    #[test]
    fn a_command_is_split_into_words_and_nothing_else() {
        let hook = Hook::parse("notify --title 'New result' $HOME").unwrap();
        assert_eq!(hook.program, "notify");
        assert_eq!(hook.arguments, ["--title", "New result", "$HOME"]);
        assert!(Hook::parse("").is_err() && Hook::parse("a 'b").is_err());
    }
}

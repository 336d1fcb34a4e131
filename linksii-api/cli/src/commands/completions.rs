//! `linksii completions` and `linksii man`.

use clap::Command;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::output;

/// Print what makes a shell complete commands and options
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii completions bash > ~/.local/share/bash-completion/completions/linksii
  linksii completions zsh > \"${fpath[1]}/_linksii\"
  linksii completions fish > ~/.config/fish/completions/linksii.fish")]
pub(crate) struct Arguments {
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, mut command: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "linksii", &mut script);
    output::bytes(&script)
}

/// Prints the manual page: of the program, and after it of each command.
pub(crate) fn man(mut command: Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    command.build();
    pages(&command, &mut page).map_err(|error| Failure::output(&error))?;
    output::bytes(&page)
}

fn pages(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    // The page has no short and long help.
    let shown = command
        .clone()
        .mut_args(|argument| argument.hide_short_help(false));
    clap_mangen::Man::new(shown).render(page)?;
    let inner = command
        .get_subcommands()
        .filter(|it| it.get_name() != "help");
    for command in inner {
        pages(command, page)?;
    }
    Ok(())
}

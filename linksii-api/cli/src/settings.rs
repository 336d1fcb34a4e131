//! Settings, each from the first place that has it: the command line, the environment, the file.

use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::output::Format;
use crate::whole_file;

/// The variable that names the directory of settings.
pub(crate) const DIRECTORY_VARIABLE: &str = "LINKSII_CONFIG_DIR";

/// Settings that are kept in a file.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) base_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) output: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) workspace: Option<String>,
}

/// The names of the settings that are kept.
pub(crate) const NAMES: [&str; 3] = ["base_url", "output", "workspace"];

/// A setting, and where it is from.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) value: String,
    pub(crate) source: Source,
}

/// Where a setting is from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    CommandLine,
    Environment(&'static str),
    File(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("the command line"),
            Self::Environment(variable) => f.write_str(variable),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

impl Kept {
    /// Reads the file; without one, nothing is set.
    pub(crate) fn load() -> Result<Self, Failure> {
        let path = path()?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                let message = format!("cannot read the settings {}: {error}", path.display());
                return Err(Failure::configuration(message));
            }
        };
        toml::from_str(&text).map_err(|error| {
            let place = error.span().map_or(0, |span| span.start);
            let line = text[..place.min(text.len())].lines().count().max(1);
            let message = format!(
                "the settings {} cannot be read, line {line}: {}",
                path.display(),
                error.message()
            );
            Failure::configuration(message)
                .hint("correct the file, or remove it; it was left as it is")
        })
    }

    /// Writes the file.
    pub(crate) fn save(&self) -> Result<PathBuf, Failure> {
        let path = path()?;
        let text = toml::to_string(self)
            .map_err(|error| Failure::configuration(format!("cannot write settings: {error}")))?;
        whole_file::write_private(&path, text.as_bytes())
            .map_err(|error| Failure::file("cannot write", &path, &error))?;
        Ok(path)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&String> {
        match name {
            "base_url" => self.base_url.as_ref(),
            "output" => self.output.as_ref(),
            "workspace" => self.workspace.as_ref(),
            _ => None,
        }
    }

    /// Sets one of [`NAMES`], or with nothing takes it out.
    pub(crate) fn set(&mut self, name: &str, value: Option<String>) {
        match name {
            "base_url" => self.base_url = value,
            "output" => self.output = value,
            "workspace" => self.workspace = value,
            _ => {}
        }
    }
}

/// The directory of settings and key.
pub(crate) fn directory() -> Result<PathBuf, Failure> {
    if let Some(directory) = variable(DIRECTORY_VARIABLE) {
        return Ok(PathBuf::from(directory));
    }
    let base = etcetera::choose_base_strategy().map_err(|_| {
        Failure::configuration("there is no home directory to keep settings in")
            .hint(format!("name a directory: {DIRECTORY_VARIABLE}=DIRECTORY"))
    })?;
    Ok(base.config_dir().join("linksii"))
}

fn path() -> Result<PathBuf, Failure> {
    Ok(directory()?.join("config.toml"))
}

/// A variable of the environment. CI sets those that it has no value for to nothing.
pub(crate) fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.into_string().ok()?;
    Some(value).filter(|value| !value.trim().is_empty())
}

/// The first place that has a setting.
pub(crate) fn first(
    given: Option<&str>,
    name: &'static str,
    environment: &'static str,
    kept: &Kept,
) -> Option<Setting> {
    let given = given.filter(|value| !value.trim().is_empty());
    let from = |value: String, source| Setting { value, source };
    given
        .map(|value| from(value.to_owned(), Source::CommandLine))
        .or_else(|| variable(environment).map(|it| from(it, Source::Environment(environment))))
        .or_else(|| {
            let value = kept.get(name)?;
            let file = path().unwrap_or_default();
            Some(from(value.clone(), Source::File(file)))
        })
}

/// A format by its name.
pub(crate) fn format(setting: &Setting) -> Result<Format, Failure> {
    clap::ValueEnum::from_str(setting.value.trim(), true).map_err(|_| {
        Failure::configuration(format!(
            "the output {:?} of {} is not one of table, json, ndjson, csv",
            setting.value, setting.source
        ))
    })
}

/// Reads a file that must be there.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file("cannot read", path, &error))
}

//! What the version and the changelog have to say before a change is merged.

use semver::Version;

use super::difference::Step;

impl Step {
    /// The version that has to follow another: below 1.0.0 each step is one smaller.
    pub fn next(self, version: &Version) -> Version {
        let Version {
            major,
            minor,
            patch,
            ..
        } = *version;
        match (self, major) {
            (Self::Breaking, 1..) => Version::new(major + 1, 0, 0),
            (Self::Breaking, 0) | (Self::Additive, 1..) => Version::new(major, minor + 1, 0),
            (Self::Additive, 0) | (Self::Documentation, _) => Version::new(major, minor, patch + 1),
        }
    }
}

/// What is missing, in words; nothing where version and changelog follow the change.
///
/// The version is compared with the last release, which is the first heading of the changelog
/// that is a version: `## 0.2.0` or `## [0.2.0] - 2026-01-31`. Before the first release any
/// version does. What users can see has to be described above that heading.
pub fn unready(step: Step, version: &Version, old_changelog: &str, changelog: &str) -> Vec<String> {
    let mut missing = Vec::new();
    if step == Step::Documentation {
        return missing;
    }
    if unreleased(changelog) == unreleased(old_changelog) {
        let text =
            "CHANGELOG.md says nothing new: describe under `## Unreleased` what users will see";
        missing.push(text.to_owned());
    }
    if let Some(released) = changelog.lines().find_map(released) {
        let due = step.next(&released);
        if *version < due {
            missing.push(format!(
                "the version is {version}: a change that is {step} after {released} makes it {due}, in \
                 Cargo.toml"
            ));
        }
    }
    missing
}

/// What is above the last release.
fn unreleased(changelog: &str) -> Vec<&str> {
    let lines = changelog.lines().map(str::trim);
    let above = lines.take_while(|line| released(line).is_none());
    above.filter(|line| !line.is_empty()).collect()
}

/// The version of a heading, if it is one.
fn released(line: &str) -> Option<Version> {
    let heading = line.strip_prefix("## ")?.trim_start_matches('[');
    let version = heading.split([']', ' ']).next()?;
    Version::parse(version).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const RELEASED: &str = "# Changelog\n\n## Unreleased\n\n## [0.2.0] - 2026-01-31\n\n- All.\n";

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn below_one_each_step_is_one_smaller() {
        let next = |step: Step, from: &str| step.next(&version(from)).to_string();
        assert_eq!(next(Step::Breaking, "1.2.3"), "2.0.0");
        assert_eq!(next(Step::Additive, "1.2.3"), "1.3.0");
        assert_eq!(next(Step::Documentation, "1.2.3"), "1.2.4");
        assert_eq!(next(Step::Breaking, "0.2.3"), "0.3.0");
        assert_eq!(next(Step::Additive, "0.2.3"), "0.2.4");
    }

    #[test]
    fn what_users_see_needs_a_line_and_a_version() {
        let described = RELEASED.replace("Unreleased\n", "Unreleased\n\n- A field is gone.\n");
        let missing = |step, at: &str, changelog: &str| {
            unready(step, &version(at), RELEASED, changelog).len()
        };
        assert_eq!(missing(Step::Breaking, "0.2.0", RELEASED), 2);
        assert_eq!(missing(Step::Breaking, "0.2.1", &described), 1);
        assert_eq!(missing(Step::Breaking, "0.3.0", &described), 0);
        assert_eq!(missing(Step::Additive, "0.2.0", &described), 1);
        assert_eq!(missing(Step::Additive, "0.2.1", &described), 0);
        assert_eq!(missing(Step::Documentation, "0.2.0", RELEASED), 0);
    }

    #[test]
    fn before_the_first_release_any_version_will_do() {
        let missing = unready(
            Step::Breaking,
            &version("0.1.0"),
            "",
            "## Unreleased\n- New.\n",
        );
        assert_eq!(missing, Vec::<String>::new());
    }
}

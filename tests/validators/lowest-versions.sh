#!/usr/bin/env bash
# Builds linksii-api and linksii-sanitize with the lowest versions that their manifests allow, in a copy
# of its own: other packages need later versions of the same. Extra arguments go to `cargo update`.
set -euo pipefail
cd "$(dirname "$0")/../.."

copy=target/lowest-versions
rm -rf "$copy/linksii-api"
mkdir -p "$copy"
sed 's|^members = .*|members = ["linksii-api", "linksii-api/sanitize"]|' Cargo.toml > "$copy/Cargo.toml"
for package in linksii-api linksii-api/sanitize; do
    mkdir -p "$copy/$package"
    cp -R "$package/src" "$copy/$package"
    sed '/^\[dev-dependencies\]/,/^$/d' "$package/Cargo.toml" > "$copy/$package/Cargo.toml"
done

cd "$copy"
# The option is not stable, and only this command needs it.
RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions "$@"
for features in "--all-features" "--no-default-features" "--no-default-features --features rustls-no-provider" \
    "--no-default-features --features rustls,http2" "--no-default-features --features native-tls,http2"; do
    # shellcheck disable=SC2086
    cargo check --quiet $features
done

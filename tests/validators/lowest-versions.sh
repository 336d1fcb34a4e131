#!/usr/bin/env bash
# Builds linksii-api with the lowest versions that its manifest allows of what it depends on, in a copy
# of its own: other packages need later versions of the same. Extra arguments go to `cargo update`.
set -euo pipefail
cd "$(dirname "$0")/../.."

copy=target/lowest-versions
rm -rf "$copy/linksii-api"
mkdir -p "$copy/linksii-api"
cp -R linksii-api/src "$copy/linksii-api"
sed 's/^members = .*/members = ["linksii-api"]/' Cargo.toml > "$copy/Cargo.toml"
sed '/^\[dev-dependencies\]/,/^$/d' linksii-api/Cargo.toml > "$copy/linksii-api/Cargo.toml"

cd "$copy"
# The option is not stable, and only this command needs it.
RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions "$@"
for features in "--all-features" "--no-default-features" "--no-default-features --features rustls-no-provider" \
    "--no-default-features --features rustls,http2" "--no-default-features --features native-tls,http2"; do
    # shellcheck disable=SC2086
    cargo check --quiet $features
done

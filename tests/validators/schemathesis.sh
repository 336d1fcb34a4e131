#!/usr/bin/env bash
# Property tests of the sandbox against the spec, by a tool that others wrote.
# Needs target/validators, as `cargo xtask ci` makes it.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --quiet --package linksii-sandbox
output=$(mktemp)
target/debug/linksii-sandbox --port 0 --no-limits >"$output" &
sandbox=$!
trap 'kill "$sandbox"; rm -f "$output"' EXIT
until grep -q '^export LINKSII_API_KEY' "$output"; do sleep 0.1; done
# shellcheck disable=SC1090
source <(grep '^export' "$output")
target/validators/bin/schemathesis run spec/linksii.yaml --url "$LINKSII_BASE_URL" \
  -H "Authorization: Bearer $LINKSII_API_KEY" --checks all --seed 1 --max-examples 50 --no-color

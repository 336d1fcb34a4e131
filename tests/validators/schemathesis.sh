#!/usr/bin/env bash
# Property tests of the sandbox against the document, by a tool that others wrote.
# Needs target/validators, as `cargo xtask ci` makes it.
source "$(dirname "$0")/sandbox.sh"
start_sandbox --no-limits
target/validators/bin/python tests/validators/strict.py spec/linksii.yaml target/validators/strict.yaml
# It leaves a cache where it runs.
cd target/validators
bin/schemathesis run strict.yaml --url "$LINKSII_BASE_URL" \
  -H "Authorization: Bearer $LINKSII_API_KEY" --checks all --seed 1 --max-examples 50 --no-color

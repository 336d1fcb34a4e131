#!/usr/bin/env bash
# A Python client that another's generator makes from the spec makes the quickstart's calls to the sandbox. Needs target/validators, as `cargo xtask ci` makes it.
source "$(dirname "$0")/sandbox.sh"
PATH=$PWD/target/validators/bin:$PATH
openapi-python-client generate --path spec/linksii.yaml --fail-on-warning --overwrite \
  --meta none --output-path target/validators/python/linksii_client
start_sandbox
PYTHONPATH=target/validators/python python tests/validators/quickstart.py

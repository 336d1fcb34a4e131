#!/usr/bin/env bash
# A program that others wrote lists and calls every tool of `linksii mcp`, which calls the sandbox. The argument
# is the script that runs it. Needs target/validators and tests/validators/node_modules, as `cargo xtask ci`
# makes them.
source "$(dirname "$0")/sandbox.sh"
cargo test --quiet --workspace --all-features --no-run --test mcp
start_sandbox --days 30 --no-limits
target/validators/bin/python "tests/validators/$1"

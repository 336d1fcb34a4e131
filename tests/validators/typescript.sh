#!/usr/bin/env bash
# A TypeScript client that another's generator makes from the spec makes the quickstart's calls to the sandbox. Needs tests/validators/node_modules, as `cargo xtask ci` makes it.
source "$(dirname "$0")/sandbox.sh"
bin=tests/validators/node_modules/.bin
"$bin/openapi-ts" --input ./spec/linksii.yaml --output target/validators/typescript/client \
  --client @hey-api/client-fetch --silent --no-log-file
"$bin/tsc" --project tests/validators
start_sandbox
node target/validators/typescript/compiled/tests/validators/quickstart.js

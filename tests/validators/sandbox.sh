# Sourced by the scripts beside it: starts a sandbox, sets LINKSII_BASE_URL and LINKSII_API_KEY to it,
# and stops it when the shell ends. Arguments are the sandbox's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# With the features of `cargo xtask ci tests`, so that what that built is used.
cargo test --quiet --workspace --all-features --no-run --test sandbox

start_sandbox() {
  local printed
  printed=$(mktemp)
  target/debug/linksii-sandbox --port 0 "$@" >"$printed" &
  sandbox=$!
  trap 'kill "$sandbox"; wait "$sandbox"' EXIT
  until grep -q '^curl' "$printed"; do
    kill -0 "$sandbox"
    sleep 0.1
  done
  eval "$(grep '^export' "$printed")"
  rm "$printed"
}

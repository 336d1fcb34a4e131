#!/usr/bin/env bash
# What the command line costs beside curl and jq: start-up, a first call, a million rows as CSV, its size.
#
#   bash linksii-api/benches/command-line.sh
#
# It builds the program as `cargo install` does, which takes minutes, so it is not part of `cargo xtask ci`.
# It needs curl, jq and Python 3.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo build --quiet --release --package linksii-cli
program=$PWD/target/release/linksii
directory=$(mktemp -d)

# A million rows in pages of 10,000, made once: 100 requests, as many as a minute has.
cat > "$directory/server.py" <<'PYTHON'
import http.server, sys, urllib.parse
ROWS, PAGE = 1_000_000, 10_000
def row(at):
    return ('{"id":"run_%07d","workspace_id":"ws_01HXYZ","platform":"claude","score":%d,"mention_count":%d,'
            '"prompt_count":8,"ran_at":"2025-06-01T08:00:00Z","status":"complete"}' % (at, at % 101, at % 9))
pages = {}
for start in range(0, ROWS, PAGE):
    rows = ",".join(row(at) for at in range(start, start + PAGE))
    pages[start] = ('{"data":[%s],"meta":{"total":%d,"limit":%d,"offset":%d}}' % (rows, ROWS, PAGE, start)).encode()
small = b'{"data":[{"id":"ws_01HXYZ","name":"Acme"}],"meta":{"total":1,"limit":20,"offset":0}}'
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_): pass
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        body = pages[int(query.get("offset", 0))] if url.path.endswith("/tracking") else small
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 "$directory/server.py" > "$directory/port" &
server=$!
trap 'kill "$server"; rm -rf "$directory"' EXIT
until [ -s "$directory/port" ]; do sleep 0.1; done
export LINKSII_BASE_URL=http://127.0.0.1:$(cat "$directory/port")/api/v1
export LINKSII_API_KEY=lnk_aaaaaaaaaaaaaaaaaaaa LINKSII_CONFIG_DIR=$directory

# The least of 50 runs, in milliseconds.
least() {
    python3 - "$@" <<'PYTHON'
import subprocess, sys, time
def once():
    start = time.perf_counter()
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start
print("%.1f" % (min(once() for _ in range(50)) * 1000))
PYTHON
}

echo "start, ms: linksii --version $(least "$program" --version), curl --version $(least curl --version)"
authorization="Authorization: Bearer $LINKSII_API_KEY"
echo "first call, ms: linksii $(least "$program" workspaces list), curl $(least curl --silent --header "$authorization" "$LINKSII_BASE_URL/workspaces?limit=20")"

# Seconds, and the most memory of one process.
cat > "$directory/curl.sh" <<'SHELL'
echo id,platform,score,ran_at
offset=0
while :; do
    curl --silent --fail --header "Authorization: Bearer $LINKSII_API_KEY" \
        "$LINKSII_BASE_URL/tracking?workspace_id=ws_01HXYZ&limit=10000&offset=$offset" > "$LINKSII_CONFIG_DIR/page"
    jq -r '.data[] | [.id, .platform, .score, .ran_at] | @csv' "$LINKSII_CONFIG_DIR/page"
    offset=$((offset + 10000))
    [ "$offset" -lt "$(jq .meta.total "$LINKSII_CONFIG_DIR/page")" ] || break
done
SHELL
measure() {
    python3 - "$@" <<'PYTHON'
import resource, subprocess, sys, time
start = time.perf_counter()
with open(sys.argv[1], "wb") as out:
    subprocess.run(sys.argv[2:], stdout=out, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
lines = sum(1 for _ in open(sys.argv[1], "rb"))
print("%.1f s, %.1f s of CPU, at most %.1f MB in one process, %d lines"
      % (time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, lines))
PYTHON
}
echo "a million rows, linksii: $(measure "$directory/ours.csv" "$program" --workspace ws_01HXYZ tracking list --all \
    --page-size 10000 --columns id,platform,score,ran_at -o csv)"
echo "a million rows, curl and jq: $(measure "$directory/theirs.csv" bash "$directory/curl.sh")"

strip -o "$directory/stripped" "$program"
echo "size, kB: $(($(stat -c %s "$program") / 1000)), stripped $(($(stat -c %s "$directory/stripped") / 1000))"

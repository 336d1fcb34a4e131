#!/usr/bin/env bash
# Screenshots of the sandbox's page for a person to look at, in target/page: new, and with a year of data and
# some requests, in a wide and a narrow window. Needs Chromium (`apt-get install chromium`); not part of CI.
source "$(dirname "$0")/sandbox.sh"

# screenshot NAME WIDTH,HEIGHT
screenshot() {
  local profile
  profile=$(mktemp -d)
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$profile" --window-size="$2" --screenshot="target/page/$1.png" \
    "${LINKSII_BASE_URL%/api/v1}/"
  rm -rf "$profile"
}

mkdir -p target/page
(
  start_sandbox
  screenshot new-wide 1300,900
  screenshot new-narrow 500,1200
)
(
  start_sandbox --days 365 --seed 7 --fault "status=503; share=0.3; on=list_tracking"
  for offset in 0 5 10 15 20; do
    curl --silent --output /dev/null -H "Authorization: Bearer $LINKSII_API_KEY" \
      "$LINKSII_BASE_URL/tracking?workspace_id=ws_01HNWT&limit=5&offset=$offset"
  done
  screenshot data-wide 1300,1000
  screenshot data-narrow 500,2000
)

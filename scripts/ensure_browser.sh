#!/usr/bin/env bash
# Make sure that a Chromium is there for the tests of the report page. Installs Debian's where
# none is found and apt-get can; elsewhere those tests skip and say so.
set -euo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done
if ! command -v apt-get >/dev/null 2>&1; then
  echo "no Chromium and no apt-get: browser tests will be skipped" >&2
  exit 0
fi
run=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "no Chromium and no right to install it: browser tests will be skipped" >&2
    exit 0
  fi
  run=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get update -qq
"${run[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-noto-core

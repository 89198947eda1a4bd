#!/usr/bin/env bash
# Fetch axe-core (MPL-2.0, not part of Casus) for the accessibility tests of the review
# application. Without npm those tests are skipped and say so.
set -euo pipefail

cd "$(dirname "$0")/.."
if [ -f .axe/axe.min.js ]; then
  exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "no npm: accessibility tests will be skipped" >&2
  exit 0
fi
mkdir -p .axe
if ! (cd .axe && npm pack --silent axe-core@4 >/dev/null && tar -xzf axe-core-*.tgz &&
  cp package/axe.min.js . && rm -rf package axe-core-*.tgz); then
  echo "axe-core could not be fetched: accessibility tests will be skipped" >&2
fi

#!/usr/bin/env bash
# What the tests need from the system: a Chromium, a PostgreSQL, a PDF rasteriser. Installed where this runs as root on
# a Debian; elsewhere the missing ones are named and the tests that need them skip with that reason.
set -u
missing=()
command -v "${CONCORD_CHROMIUM:-chromium}" >/dev/null 2>&1 || missing+=(chromium)
command -v pdftoppm >/dev/null 2>&1 || missing+=(poppler-utils)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing ${missing[*]} (the tests use them)"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || exit 1
else
  echo "Not here: ${missing[*]}. The tests that need them will be skipped." >&2
fi

#!/usr/bin/env bash
# The whole of what a change must pass, each step named with its time; stops at the first that fails.
set -eu
# Compiled modules are kept: hundreds of processes of this suite would each compile the same ones anew.
unset PYTHONDONTWRITEBYTECODE
step() {
  local name=$1; shift
  local begun=$SECONDS
  "$@" || { echo "✗ $name"; exit 1; }
  echo "✓ $name ($((SECONDS - begun)) s)"
}
step "format" ruff format --check --quiet .
step "lint" ruff check --quiet .
# The two kinds of types are told side by side, each with a cache of its own.
types() {
  mypy --no-error-summary & local library=$!
  mypy --no-error-summary --config-file tools/mypy-site.ini && wait "$library"
}
step "types of the library and the site" types
step "imports" lint-imports --no-logo
if [ "${1:-all}" = quick ]; then
  step "tests without browsers and servers" pytest -q -n 2 -m "not browser and not slow"
else
  # One worker more than a small machine has cores: journeys wait for browsers and servers.
  step "tests" pytest -q -n 3 --dist worksteal --durations=60 --durations-min=4
  NO_MKDOCS_2_WARNING=1 step "documents" mkdocs build --strict --quiet
fi

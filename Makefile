# Each target is one line of work; CONTRIBUTING.md says what each does. `make demo` and `make test` need nothing beforehand.
PYTHON ?= python3
BIN := .venv/bin
FOLDER ?= demo
PORT ?= 8000
# Certificates of the system, as behind a company's proxy.
export UV_SYSTEM_CERTS ?= true

.PHONY: help setup demo test check format docs messages lock bench campaign clean
help: ; @sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

.venv/bin/uv: ; $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Concord needs Python 3.11 or later; set PYTHON=python3.11")' && $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
.venv/.run: .venv/bin/uv requirements.lock pyproject.toml ; $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock && $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e . && touch $@
.venv/.dev: .venv/.run requirements-dev.lock ; $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock && touch $@

setup: .venv/.dev ## the tools for working on Concord, from the lock file
demo: .venv/.run ## install, fill a folder with public facts, compile the report, serve
	@$(BIN)/concord demo --folder $(FOLDER) --port $(PORT)
test: .venv/.dev ## everything: format, lint, types, imports, the whole suite, documents
	@bash tools/system-packages.sh && PATH="$(CURDIR)/$(BIN):$$PATH" bash tools/test.sh all
check: .venv/.dev ## the same without browsers, servers and documents
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash tools/test.sh quick
format: .venv/.dev ## put the code into its form
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .
docs: .venv/.dev ## the documentation site, strictly
	@$(BIN)/mkdocs build --strict --quiet
messages: .venv/.dev ## gather the interface wording and compile the catalogues
	@$(BIN)/python tools/messages.py extract && $(BIN)/python tools/messages.py compile
lock: .venv/bin/uv ## fix the versions of everything anew
	@$(BIN)/uv pip compile -q --upgrade --universal --extra site --extra documents --extra postgres --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock && $(BIN)/uv pip compile -q --universal --extra site --extra documents --extra postgres --group dev --group docs --generate-hashes --no-annotate --no-header -c requirements.lock pyproject.toml -o requirements-dev.lock
bench: .venv/.dev ## the benchmarks beside their limits; results are written to bench/results
	@for file in bench/*.py; do $(BIN)/python $$file || exit 1; done
campaign: .venv/.dev ## the slow campaigns: more load, more fuzzing (INPUTS=1000000 for each reader), every role at every address
	@PATH="$(CURDIR)/$(BIN):$$PATH" CONCORD_CAMPAIGN=1 CONCORD_FUZZ=$(or $(INPUTS),1000000) pytest -q tests/journeys tests/concord_site tests/concord/instrument -k "keyboard or countries or address or fuzz or lives or officer_brings or axe or postgresql"
	@PATH="$(CURDIR)/$(BIN):$$PATH" CONCORD_CAMPAIGN=1 CONCORD_FUZZ=2000 pytest -q tests/concord/mds/test_bad_input_corpus.py tests/concord/mds/test_bad_input_fuzz.py tests/concord_site/mds/test_data_api_bad_inputs.py
	@$(BIN)/python bench/fuzz_mds.py --inputs $(or $(INPUTS),1000000) --resume
clean: ; rm -rf .venv demo build dist site

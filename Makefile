# Two commands matter: `make demo` and `make test`. Each does all of its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SECONDS ?= 200
TIMES ?= 10
DATA ?= data/demo
DESCRIBE ?=
LOCK ?= requirements.lock
# A stamp for each lock: what a server has is not enough for tests.
INSTALLED = $(VENV)/installed-from-$(LOCK)
HASHES := shared/static/shared/built/hashes.txt
BENCHMARKS := $(wildcard benchmarks/bench_*.py) $(patsubst %,benchmarks/%.py,page disclosure signals estimation directory likeness floods)
# Node and npm come from a Python package, so that no Node has to be installed on the machine.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help demo server test lint types units journeys slow network chance frontend words bench fuzz supply lock clean

help: ## List the targets.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(INSTALLED) frontend words ## Start a helpline with invented people on this machine (PORT=, DATA=, DESCRIBE=).
	@exec $(BIN)/zichtbaar demo --port $(PORT) --data "$(DATA)" $(if $(DESCRIBE),--describe "$(DESCRIBE)")

server: ## Install what a server needs and nothing for tests; build the pages' scripts and words.
	@$(MAKE) --no-print-directory LOCK=requirements-server.lock frontend words

test: $(INSTALLED) lint types units journeys ## Lint, types, unit tests and the journeys in a real browser.

lint: $(INSTALLED) ## Style, and the rule that rooms face one way.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(INSTALLED) frontend ## mypy --strict and tsc.
	$(BIN)/mypy
	cd frontend && npm run --silent types

units: $(INSTALLED) frontend words ## Everything that needs no browser.
	cd frontend && npm test --silent
	@PYTHONPATH=src:tests $(BIN)/python tests/find_databases.py
	$(BIN)/pytest -q -n 2 --dist loadgroup -m "not journey"

journeys: $(INSTALLED) frontend words ## The journeys, in Chromium; the main ones in Firefox too, where there is one.
	@$(BIN)/python tests/journeys/find_browser.py
	@$(BIN)/python tests/journeys/find_age.py
	@PYTHONPATH=tests $(BIN)/python tests/journeys/find_firefox.py
	$(BIN)/pytest -q -n 2 --dist worksteal tests/journeys

slow: $(INSTALLED) frontend words ## The journeys on pages that are slow in all they do: what does not wait for them fails.
	@$(BIN)/python tests/journeys/find_browser.py
	SLOW_PAGES=yes $(BIN)/pytest -q -n 2 --dist worksteal tests/journeys

network: $(INSTALLED) frontend words ## 200 other bad networks each time, and five in Chromium (SEED= tries the same again).
	@$(BIN)/python tests/journeys/find_browser.py
	NETWORK_RUNS=200 NETWORK_BROWSER_RUNS=5 NETWORK_SEED=$(or $(SEED),$$(date +%s)) \
		$(BIN)/pytest -q tests/helpline/network tests/journeys/test_random_networks.py

chance: $(INSTALLED) frontend words ## Ten times as much of all that `make test` draws by chance (TIMES=).
	CHANCE=$(TIMES) $(BIN)/pytest -q -n 2 --dist loadgroup -m hypothesis --ignore tests/journeys

frontend: frontend/built ## Build the pages' scripts.

frontend/built: $(INSTALLED) frontend/package-lock.json $(shell find frontend/src -type f 2>/dev/null) frontend/build.mjs
	cd frontend && npm ci --loglevel=error --no-update-notifier --no-audit --no-fund >/dev/null && npm run --silent build
	@touch $@

words: $(INSTALLED) ## Compile the translations.
	@$(BIN)/pybabel -q compile -d src/zichtbaar/helpline/locale -D django

bench: $(INSTALLED) frontend words ## Run every benchmark and print it beside its limit.
	@missed=; for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python $$file || missed="$$missed $$file"; done; \
		test -z "$$missed" || { echo "a limit was missed in:$$missed"; exit 1; }

fuzz: $(INSTALLED) frontend words ## Try every parser that a stranger reaches with half an hour of wrong bytes (SECONDS= of each).
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-fuzz.lock
	PYTHONPATH=src:tests $(BIN)/python tests/helpline/fuzz/run.py $(SECONDS)

supply: $(INSTALLED) frontend ## Lists of all that we use in .build, the scripts built again, and known faults (needs the network).
	mkdir -p .build
	test -x .build/supply/bin/python || $(PYTHON) -m venv .build/supply
	.build/supply/bin/pip install --quiet --require-hashes --requirement requirements-supply.lock
	.build/supply/bin/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --output-file .build/python.cdx.json
	cd frontend && npm sbom --package-lock-only --sbom-format cyclonedx > ../.build/scripts.cdx.json
	cd frontend && node build.mjs ../.build/again
	cmp .build/again/$(HASHES) src/zichtbaar/helpline/web/$(HASHES)
	@echo "Built again the scripts are the same to the byte. What is used is listed in .build/*.cdx.json."
	@$(BIN)/python tests/find_known_faults.py "$(CURDIR)/.build/supply/bin/pip-audit"

lock: $(INSTALLED) ## Resolve the Python dependencies anew into the four locks.
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras --quiet pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra helpline --extra build --constraint requirements.lock --quiet pyproject.toml \
		--output-file requirements-server.lock
	for group in fuzz supply; do \
		$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			--quiet --group $$group --output-file requirements-$$group.lock; \
	done

$(INSTALLED): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Zichtbaar needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r $(LOCK)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src tests benchmarks  # as pip does for what is not editable
	@touch $@

clean: ## Remove what the targets made, the demo's data included.
	rm -rf $(VENV) frontend/node_modules frontend/built data .build .mypy_cache .ruff_cache .pytest_cache

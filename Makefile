# make run, test, test-slow, lint, bench, fmt, messages, lock. Needs Python 3.11 or later, git and make; the rest goes
# into .venv, at the versions in constraints.txt.

SHELL := /bin/sh
.DEFAULT_GOAL := run

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && exit; done; echo python3)
NAME ?=
LOCALE := src/bindertui/locale
BABEL := $(BIN)/python -m babel.messages.frontend

CONSTRAINTS := constraints.txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --constraint $(CONSTRAINTS)
# A worker takes neighbouring tests, which share servers and binders, and then some from a worker that has more left.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

.NOTPARALLEL:
.PHONY: run test test-slow lint bench fmt messages lock clean

run: $(VENV)/installed
	@$(BIN)/bindertui open content

test: $(VENV)/installed-dev
	@$(PYTEST) -m "not slow"

# The tests that take long, and the property tests again with more examples.
test-slow: $(VENV)/installed-dev
	@HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-full} $(PYTEST) -m "slow or hypothesis"

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev
	@$(BIN)/python -m bench $(NAME)

fmt: $(VENV)/installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The English is read from the code into the catalogs, which then await their translation, and are compiled.
messages: $(VENV)/installed-dev
	@mkdir -p build
	$(BABEL) -q extract -F pyproject.toml --sort-output --no-location -o build/bindertui.pot src/bindertui
	$(BABEL) -q update -D bindertui -i build/bindertui.pot -d $(LOCALE) -w 120 \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BABEL) -q compile -D bindertui -d $(LOCALE)

# Pin the newest versions that the ranges of pyproject.toml allow. Run the tests before you commit the result.
lock: $(VENV)/installed-dev
	$(BIN)/python -m tools.lock

clean:
	rm -rf $(VENV) build dist

# A stamp is newer than pyproject.toml and the constraints when both are installed. The dev install includes the other.
# Only the pinned pip can constrain the build backend too, so it comes first.
$(VENV)/installed: pyproject.toml $(CONSTRAINTS) | $(VENV)/made
	@echo "Installing bindertui into $(VENV) …" >&2
	@$(PIP) pip
	@$(PIP) --build-constraint $(CONSTRAINTS) --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml $(CONSTRAINTS) | $(VENV)/made
	@echo "Installing bindertui and what its tests need into $(VENV) …" >&2
	@$(PIP) pip
	@$(PIP) --build-constraint $(CONSTRAINTS) --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. Install Python 3.11 or later, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  version=$$($(PYTHON) -V 2>&1); \
	  echo "bindertui needs Python 3.11 or later, and $(PYTHON) is $${version:-something else}." \
	    "Name another: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv or ensurepip. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# `make demo` runs Casus on the reports that come with it, `make test` runs every check.
# Both make their own environment in .venv and need only Python 3.11 or newer.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
OUT ?= out/demo
# tests in as many processes as there are cores
WORKERS ?= auto

.PHONY: demo test lint check-packs unit bench clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	@$(BIN)/casus demo --out $(OUT)

test: lint check-packs unit

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check-packs: $(VENV)/.installed-test
	$(BIN)/casus pack check

unit: $(VENV)/.installed-test
	$(BIN)/pytest -n $(WORKERS)

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks review
	$(BIN)/python -m benchmarks archive

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Casus needs Python 3.11 or newer: install it, or name it with make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# stamps: an extra is installed again only when pyproject.toml changed
$(VENV)/.installed: $(BIN)/python pyproject.toml
	@echo "Installing Casus into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-%: $(BIN)/python pyproject.toml
	@echo "Installing Casus with what '$*' needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[$*]"
	@touch $@ $(VENV)/.installed

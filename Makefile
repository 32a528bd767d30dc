.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One process a core, at most four; whole files stay together, because their fixtures cost more than their tests.
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 1

.PHONY: help install run demo test check format lint types imports world kill bench bench-extract texts lock clean

help: ## Print this message
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.run ## Set up .venv with the locked dependencies
run: $(VENV)/.run ## Start the bot (without a token: on the local sandbox)
	@$(BIN)/situation-bot run
demo: $(VENV)/.run ## Play the acceptance story in the terminal
	@$(BIN)/situation-bot demo
test: $(VENV)/.test ## Run the whole test suite, PostgreSQL included
	$(PYTEST)
check: $(VENV)/.dev lint types imports world ## Everything a change must pass: format, lint, types, imports, data, tests
	$(PYTEST) -q
format: $(VENV)/.dev ## Rewrite the code in house style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
lint: $(VENV)/.dev ## Style, without changing files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
types: $(VENV)/.dev ## Strict static types
	$(BIN)/mypy
imports: $(VENV)/.dev ## The architecture, as import contracts
	$(BIN)/lint-imports
world: $(VENV)/.dev ## The places and parties by hand: cycles, missing parents, shared names, unmarked acronyms
	@$(BIN)/situation-bot regions check
	@$(BIN)/situation-bot actors check
kill: $(VENV)/.test ## Kill the sender again and again and count what arrived (ARGS="--kills 200 …")
	$(BIN)/python -m tests.kill $(ARGS)
bench: $(VENV)/.test ## Benchmarks, each beside its own peer or limit
	$(BIN)/python -m benchmarks
bench-extract: $(VENV)/.bench ## Reading beside spaCy's PhraseMatcher (ARGS="--texts FILE")
	$(BIN)/python -m benchmarks.extraction $(ARGS)
texts: $(VENV)/.run ## Collect the texts anew into the catalogs of all languages
	@$(BIN)/python -m bot.rendering.collect
lock: $(VENV)/.dev ## Resolve the dependencies anew
	$(BIN)/uv pip compile pyproject.toml --group build --group test --group dev $(LOCK) -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group test -c requirements-dev.lock $(LOCK) -o requirements-test.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group test --group bench -c requirements-dev.lock $(LOCK) -o requirements-bench.lock
	$(BIN)/uv pip compile pyproject.toml --group build -c requirements-dev.lock $(LOCK) -o requirements.lock
clean: ## Remove everything that make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

LOCK := --universal --generate-hashes --no-emit-index-url --python-version 3.11 --upgrade --quiet

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "situation-bot needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

# One stamp per set of locked dependencies; a larger set contains the smaller ones.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@$(BIN)/pip install --quiet --require-hashes -r $<
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
$(VENV)/.test: requirements-test.lock pyproject.toml | $(BIN)/python
	@$(BIN)/pip install --quiet --require-hashes -r $<
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
$(VENV)/.bench: requirements-bench.lock pyproject.toml | $(BIN)/python
	@$(BIN)/pip install --quiet --require-hashes -r $<
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(BIN)/pip install --quiet --require-hashes -r $<
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

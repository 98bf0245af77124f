# One list of commands for people and for CI. `make demo` and `make test` do all the set-up on a fresh machine.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check evaluate bench-offline pictures pins clean help

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(READY): pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)  ## audit the 20 invented unions of the demo and print the gap tables
	$(BIN)/kursrevisjon demo

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest

check: $(READY)  ## lint, types, layers, lexicon, sources
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kursrevisjon lexicon check
	$(BIN)/kursrevisjon lexicon test
	$(BIN)/kursrevisjon sources check

evaluate: $(READY)  ## measure the labels against the labelled pages and passages in tests/gold
	$(BIN)/kursrevisjon evaluate tests/gold --floors tests/gold/floors.json

bench-offline: $(READY)  ## measure how much cheaper an audit is without a network (two rounds, some minutes)
	$(BIN)/python -m benchmarks.offline

pictures: demo  ## take the pictures of the demo's report anew (needs Chromium)
	$(BIN)/python scripts/screenshots.py demo-revisjon/rapport.html docs/bilder

pins: $(READY)  ## pin all packages anew, with hashes and no addresses
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal pyproject.toml requirements/dev.in -o requirements/dev.txt

clean:  ## remove what the commands above made
	rm -rf $(VENV) build dist demo-revisjon .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

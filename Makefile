# One list of commands for people and for CI. `make demo` and `make test` do all the set-up on a fresh machine.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check evaluate bench-crawl bench-offline soak pictures pins clean help

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

pictures: $(READY)  ## take the pictures of a demo of two months anew (needs Chromium)
	rm -rf build/bilder
	$(BIN)/kursrevisjon demo --workspace build/bilder > /dev/null
	$(BIN)/kursrevisjon demo --workspace build/bilder --month 2 > /dev/null
	$(BIN)/python scripts/screenshots.py build/bilder/rapport.html docs/bilder

bench-crawl: $(READY)  ## measure the crawl against Scrapy (some 20 minutes; installs Scrapy beside)
	$(BIN)/python -m benchmarks.crawl

soak: $(READY)  ## 20 000 requests with faults and three kills: nothing lost, nothing fetched twice
	KURSREVISJON_SOAK=20000 $(BIN)/python -m pytest -q -s tests/test_crawl_soak.py

bench-offline: $(READY)  ## measure how much cheaper an audit is without a network (two rounds, some minutes)
	$(BIN)/python -m benchmarks.offline

pins: $(READY)  ## pin all packages anew, with hashes and no addresses
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal pyproject.toml requirements/dev.in -o requirements/dev.txt

clean:  ## remove what the commands above made
	rm -rf $(VENV) build dist demo-revisjon .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

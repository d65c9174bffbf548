# `make up` starts the whole product on this machine; `make` alone lists what else there is.
# Needed beforehand: Python 3.11 or newer, Node 20 or newer, make.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
IN_PARALLEL := -n auto --dist worksteal

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

up: ready ## Start portal, desk, inbox and Stripe simulator (other ports: BALIE_PORT=8500)
	@exec $(PYTHON) -m dev up

reset: ready ## Forget what the local run kept, so that it starts afresh
	@$(PYTHON) -m dev reset

test: ready chromium check unit contract architecture template flow local browser ## All tests

check: ready ## Format, lint, types, layers, template: everything that only reads
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	PYTHONPATH=layers/balie .venv/bin/lint-imports --no-cache
	.venv/bin/cfn-lint template.yaml
	$(if $(wildcard tsconfig.json),node_modules/.bin/tsc --project tsconfig.json)

contract architecture template local: ready
	$(PYTEST) tests/$@

unit flow: ready
	$(PYTEST) tests/$@ $(IN_PARALLEL)

flow: ## Journeys through the handlers, on the embedded AWS

unit: ## Rules, money, translations: milliseconds
contract: ## Translations and signatures against real payloads
architecture: ## Imports, budgets, documented problems
template: ## template.yaml: dead letters, layers, rights
local: ## The local run itself: starts, crashes, ports

browser: ready chromium ## Screens, keyboard, contrast, in Chromium
	$(PYTEST) tests/portal tests/desk -n auto --dist loadfile

build: ready sam ## What is deployed, built with sam: every function starts (needs python3.13)
	$(PYTEST) tests/build -s

bench: ready ## Counts and ratios beside a baseline
	$(PYTHON) -m tests.bench

screenshots: ready chromium ## Every screen of portal and desk, into screenshots/ and docs/screens.md
	PYTHONPATH=layers/balie $(PYTHON) -m tests.portal.screenshots screenshots
	PYTHONPATH=layers/balie $(PYTHON) -m tests.desk.screenshots screenshots
	$(PYTHON) -m tests.house.gallery screenshots docs

api: ready ## docs/api/ anew, from the routes
	PYTHONPATH=layers/balie $(PYTHON) -m dev api

site: ready ## The pages as they are deployed, into site/
	@$(PYTHON) -m dev publish site

lock: ready ## Lock all requirements again, with hashes
	@sh dev/lock.sh

ready:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec $$python dev/install.py; \
	  fi; \
	done; echo 'Balie needs Python 3.11 or newer (python3 on the PATH).' >&2; exit 1

sam: ready
	@$(PYTHON) dev/install.py --sam

chromium: ready
	@$(PYTHON) dev/install.py --browser

.PHONY: help up reset test check unit contract architecture template flow local browser bench \
  screenshots api site lock ready chromium build sam

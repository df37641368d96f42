# Lagebild: `make run` and `make test` do everything on a fresh Debian or Ubuntu with Python 3.11+ and make.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST := $(or $(LAGEBILD_HOST),127.0.0.1)
PORT := $(or $(LAGEBILD_PORT),8050)

.PHONY: help install run serve test check audit docs demo clean system

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

install: $(VENV)/.installed  ## Make the virtual environment and install the pinned requirements

$(VENV)/.installed: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lagebild needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || deploy/install_debian.sh python3-venv
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the requirements into $(VENV)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tested: requirements-dev.txt $(VENV)/.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: install  ## Build the demo warehouse if there is none and serve the app on http://127.0.0.1:8050
	@$(BIN)/python manage.py demo --if-missing
	@$(BIN)/python manage.py statics
	@$(BIN)/python app.py

serve: install  ## Serve the app to many readers, with gunicorn; docs/operations.md says how behind nginx
	@$(BIN)/python manage.py statics
	@exec $(BIN)/python serving.py

demo: install  ## Load the demonstration organisation anew and publish it
	@$(BIN)/python manage.py demo

system:  ## Install the Debian packages that the tests need: Chromium, PostgreSQL, Redis, nginx
	@deploy/install_debian.sh chromium postgresql || echo "The tests that need them are skipped."
	@deploy/install_debian.sh redis-server nginx-light || echo "The tests that need them are skipped."

test: $(VENV)/.tested system  ## Run every test, with Chromium, PostgreSQL, Redis and nginx
	@$(BIN)/python -m pytest

check: $(VENV)/.tested  ## Lint, formatting, scanners for known faults
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m tests.house.scanners

audit: $(VENV)/.tested  ## Ask the internet whether a pinned version has a known fault
	@$(BIN)/python -m tests.house.scanners --online

docs: install  ## Write the lineage and dictionary pages of the warehouse to the home, under docs/
	@$(BIN)/python manage.py docs

clean:  ## Remove the virtual environment; the home with your data stays
	@rm -rf $(VENV)

# Two commands are enough on a fresh machine with Python 3.11: `make demo` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv
RUN := $(UV) run --frozen
DATA ?= ../shared/data

.PHONY: help setup demo desk test test-long check fix snapshots docs bench lock clean

help:  ## Say what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet uv==0.13.9

setup: $(UV)  ## Install everything the project needs, as uv.lock pins it
	$(UV) sync --frozen --quiet --inexact

demo: setup  ## Assess a real example and print where the report lies
	@$(RUN) python tools/demo.py

desk: setup  ## Start the desk on invented cases, in a folder called demo-desk
	$(RUN) enduse serve --demo --dir demo-desk

test: setup  ## Run every test
	@$(RUN) python tools/need_programs.py
	$(RUN) pytest -n auto -m "not long"
	$(RUN) python tools/on_postgres.py pytest tests/desk -n auto -m "not long and not browser"

test-long: setup  ## Run the long forms: full fuzzing, kill tests
	$(RUN) pytest -n auto
	$(RUN) python tools/on_postgres.py pytest tests/desk -n auto

check: setup  ## Lint, types, layers, migrations, generated files
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports
	DJANGO_SETTINGS_MODULE=enduse.desk.settings $(RUN) python -m django makemigrations --check --dry-run
	$(RUN) python tools/build_reference.py --check
	$(RUN) python tools/build_api_reference.py --check

fix: setup  ## Mend what can be mended by machine
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	$(RUN) enduse rules lock

snapshots: setup  ## Rebuild the embedded data from $(DATA); only this target reads it
	$(RUN) python tools/build_snapshots.py $(DATA)
	$(RUN) python tools/build_watchlist.py $(DATA)/lists

docs: setup  ## Rebuild the generated reference pages
	$(RUN) python tools/build_reference.py
	$(RUN) python tools/build_capability_reference.py
	$(RUN) python tools/build_api_reference.py

bench: setup  ## Measure speed and judgement; figures in the docs come from here
	$(UV) sync --frozen --quiet --inexact --group bench
	$(RUN) python -m benchmarks.assess_batch
	$(RUN) python -m benchmarks.documents
	$(RUN) python -m benchmarks.backtest.measure
	$(RUN) python -m benchmarks.scan

clean:  ## Remove what the other targets made
	rm -rf $(VENV) demo demo-desk build dist .cache

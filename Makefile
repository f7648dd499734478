# Everything a person does with this repository. `make` alone tells what there is.
# Runs need only Python 3.11 or newer, make and a C library; the rest is fetched here, into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,\
    $(shell command -v $(name) >/dev/null 2>&1 && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    && echo $(name))))
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
PYTEST := $(BIN)/python -m pytest

# PORT= and DATA= are the short names of two settings.
ifdef PORT
export ZHIJI_PORT := $(PORT)
endif
ifdef DATA
export ZHIJI_DATA_DIR := $(abspath $(DATA))
endif

.PHONY: help run test check bench quality front messages messages-extract wheel lock clean dev machine
.PHONY: test-sqlite test-postgresql test-spark tour faults-sqlite faults-postgresql others-sqlite others-postgresql

help: ## tell what there is
	@echo "Zhiji 知己. PORT= and DATA= choose the port and the folder of the data."
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) \
	  | while IFS='|' read -r name what; do printf '  make %-18s %s\n' "$$name" "$$what"; done

run: .venv/.base ## install, build, make the database and the demo company, serve
	@$(BIN)/python -m building.front $(if $(wildcard .venv/.dev),,--lean)
	@$(BIN)/python -m building.messages
	@exec $(BIN)/zhiji serve --demo

test: check machine ## everything a change must pass, on both databases, in a real browser
	@$(MAKE) --no-print-directory --jobs=4 --output-sync=target $(SIDE_BY_SIDE)

# Tests of faults wait more than they work, so they have runs of their own beside the others.
SIDE_BY_SIDE = faults-sqlite faults-postgresql others-sqlite others-postgresql

faults-sqlite faults-postgresql: faults-%: dev front messages
	$(PYTEST) --database=$* -p no:cacheprovider tests/faults

others-sqlite others-postgresql: others-%: dev front messages
	$(PYTEST) --database=$* --shared --ignore=tests/faults

test-sqlite: dev front messages ## the tests alone, on SQLite; ARGS= goes to pytest
	$(PYTEST) --database=sqlite $(ARGS)

test-postgresql: dev front messages ## the tests alone, on a PostgreSQL that they start; ARGS= goes to pytest
	$(PYTEST) --database=postgresql $(ARGS)

test-spark: dev messages .venv/.spark ## weigh the same pairs on Spark and on DuckDB; needs Java 17, ARGS= goes to pytest
	$(PYTEST) --database=sqlite -rs zhiji/customers/identity/matching/tests/test_spark.py $(ARGS)

check: dev messages ## style, types, walls of the house, translations, migrations; no test is run
	@$(BIN)/python -m checks

bench: .venv/.base .venv/.matching messages ## measure each named path beside its floor; ARGS= goes to `zhiji bench`
	@$(BIN)/zhiji bench $(ARGS)

quality: .venv/.quality messages ## measure how well records are matched; ARGS= goes to `python -m zhiji.bench.quality`
	@$(BIN)/python -m zhiji.bench.quality $(ARGS)

front: .venv/.base ## build the front end, where it changed
	@$(BIN)/python -m building.front
	@$(BIN)/python -m building.front --packages

messages: .venv/.base ## compile the translations, where they changed
	@$(BIN)/python -m building.messages

messages-extract: dev ## list every text without a Chinese translation, as entries to fill in
	@$(BIN)/python -m checks.translations --missing

tour: dev front messages ## take the pictures of docs/tour/ anew
	@$(BIN)/python -m building.tour

wheel: .venv/.base messages ## build dist/zhiji-*.whl, front end and translations inside
	@$(BIN)/python -m building.front
	@$(BIN)/python -m hatchling build -t wheel
	@ls -l dist/*.whl

dev: .venv/.dev

machine:
	@$(BIN)/python -m building.machine

lock: .venv/.dev ## renew requirements/*.txt from pyproject.toml
	@$(LOCK) pyproject.toml --group build -o requirements/base.txt
	@$(LOCK) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	@$(LOCK) pyproject.toml --extra matching -c requirements/base.txt -o requirements/matching.txt
	@$(LOCK) pyproject.toml --extra matching --extra spark -c requirements/dev.txt -o requirements/spark.txt
	@$(LOCK) pyproject.toml --extra matching --group quality -c requirements/dev.txt -o requirements/quality.txt
	@$(LOCK) requirements/node.in -o requirements/node.txt

LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
    --generate-hashes --no-annotate --no-header

clean: ## remove all that was made here, except data
	rm -rf .venv .venv-node dist build zhiji/ui/static/zhiji node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find zhiji building checks tests -name '*.mo' -delete -o -name __pycache__ -prune -exec rm -rf {} +

.venv/.made:
	@test -n "$(PYTHON)" || { echo "Zhiji needs Python 3.11 or newer; none was found."; exit 1; }
	@echo "making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/.base: .venv/.made requirements/base.txt pyproject.toml
	@echo "installing what Zhiji runs on"
	@$(PIP) -r requirements/base.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.matching: .venv/.base requirements/matching.txt
	@echo "installing what matching the whole base needs"
	@$(PIP) -r requirements/matching.txt
	@touch $@

.venv/.spark: .venv/.matching requirements/spark.txt
	@echo "installing Spark, for the test of matching on several machines"
	@$(PIP) -r requirements/spark.txt
	@touch $@

.venv/.quality: .venv/.matching requirements/quality.txt
	@echo "installing the sets that matching is measured on"
	@$(PIP) -r requirements/quality.txt
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "installing what the tests need"
	@$(PIP) -r requirements/dev.txt
	@touch $@

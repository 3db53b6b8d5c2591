# Two commands do everything on a fresh machine: `make report` and `make test`.
# On Windows, or without make, the README gives the same commands one by one.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: report test bench lock clean
.DEFAULT_GOAL := report

report: $(READY)
	$(BIN)/python -m analysis report

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest

bench: $(READY)
	$(BIN)/python benchmarks/loading.py
	$(BIN)/python benchmarks/stages.py
	$(BIN)/python benchmarks/networks.py
	$(BIN)/python benchmarks/terms.py
	$(BIN)/python benchmarks/dates.py
	$(BIN)/python benchmarks/reuse.py
	$(BIN)/python benchmarks/scale.py --articles 1000
	$(BIN)/python benchmarks/own_corpus.py 200

# the exact versions with which the stored outputs were made
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY)

# needs uv; the result names packages and versions only
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file requirements.lock

clean:
	rm -rf reports data/processed/.build data/processed/*.parquet

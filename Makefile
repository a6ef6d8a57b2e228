# One word each. `make run` serves the project at http://127.0.0.1:8000; see README.md for what can be set.
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
# one more than there are cores: some tests wait for real servers most of their time
WORKERS = $$($(PY) -c 'import os; print(len(os.sched_getaffinity(0)) + 1)')
export PORT HOST DEMO PUBLIC_URL PROCESSES SERVER

.PHONY: run province test check long bench format lock pictures help

help:
	@echo "make run     start the project (PORT=8000 HOST=127.0.0.1 DEMO=1 PUBLIC_URL=)"
	@echo "make province  nginx, processes, PostgreSQL and Redis on this machine (PROCESSES=2 PORT=8000 SERVER=uvicorn DEMO=0)"
	@echo "make test    every test: units, real Redis and PostgreSQL, real Chromium"
	@echo "make check   style, import contracts, types, sizes"
	@echo "make long    the full sizes: kills, histories, everything on PostgreSQL"
	@echo "make bench   measured ratios, side by side"
	@echo "make pictures  look at every screen, light and dark; small copies go to docs/img and docs/guide/img"
	@echo "make format  put the code in shape"
	@echo "make lock    pin requirements/*.in anew (then install them)"

run: .venv/.run
	@$(PY) -m backend.run

province: .venv/.run
	@$(PY) -m scripts.province

test: .venv/.dev
	@echo "• Programs the tests use"
	@$(PY) -m tests.services
	@$(PY) -m backend.catalogs
	@kept=$$(mktemp -d) && trap 'rm -rf "$$kept"' EXIT INT TERM && export TESTS_VAR_DIR="$$kept" && set -x \
	  && $(PY) -m pytest --ignore tests/browser -m "not long" -n $(WORKERS) --dist worksteal -q \
	  && $(PY) -m pytest tests/browser -m "not long" -n $(WORKERS) --dist worksteal -q

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy $$($(PY) -m tests.house.typed)
	$(PY) -m pytest -q -p no:warnings tests/house/test_tree.py

long: .venv/.dev
	@$(PY) -m tests.services
	@$(PY) -m backend.catalogs
	$(PY) -m pytest --ignore tests/browser -m long -q
	$(PY) -m pytest tests/browser -m long -q
	$(PY) -m tests.on_postgresql --ignore tests/browser -m "not long" -n auto -q

bench: .venv/.dev
	$(PY) -m benchmarks

format: .venv/.dev
	.venv/bin/ruff check --fix-only -q .
	.venv/bin/ruff format .

pictures: .venv/.dev
	$(PY) -m scripts.pictures --keep docs/img
	$(PY) -m scripts.guide_pictures
	$(PY) -m scripts.officer_pictures

lock: .venv/.bootstrap
	for name in bootstrap run dev; do \
	  .venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

# --- the virtual environment: hash-pinned, made once, made anew when a lock changes ---------------------------------

.venv/.bootstrap: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Cần Python 3.11 trở lên · Python 3.11 or later is needed"; exit 1; }
	@.venv/bin/python -m pip --version >/dev/null 2>&1 \
	  || { echo "• Tạo môi trường Python · Making the Python environment …"; $(PYTHON) -m venv --clear .venv; } \
	  || { echo "Thiếu venv: apt-get install python3-venv · python3-venv is missing"; exit 1; }
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt \
	  || echo "• uv không cài được, dùng pip · uv is not to be had here, pip does the work"
	@touch $@

.venv/.run: .venv/.bootstrap requirements/run.txt
	@echo "• Cài thư viện · Installing libraries …"
	@$(call install,requirements/run.txt)
	@touch $@

.venv/.dev: .venv/.bootstrap requirements/dev.txt
	@echo "• Cài thư viện và công cụ kiểm thử · Installing libraries and test tools …"
	@$(call install,requirements/dev.txt)
	@touch $@ .venv/.run

install = if [ -x .venv/bin/uv ] && .venv/bin/uv --version >/dev/null 2>&1; then \
	    .venv/bin/uv pip install -q --python $(PY) --require-hashes -r $(1) \
	      || $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); \
	  else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi

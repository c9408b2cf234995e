# Everything that these commands install lies in .venv; `make clean` takes it away again.
# PYTHON=… names the Python that .venv is made with, PORT=… the port of the page.

.DEFAULT_GOAL := help
.PHONY: help app classroom phone test quick format lock clean

RUN := .venv/bin/python -m
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in .venv/bin/python python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(FITS)' 2>/dev/null && echo "$$python" && break; done)

# $(call environment,app) makes .venv complete for the app, or says what this machine lacks.
define environment
@python="$(PYTHON)"; "$$python" -c '$(FITS)' 2>/dev/null || { \
	echo "This needs Python 3.11, 3.12 or 3.13: TensorFlow has wheels for no other." >&2; \
	echo "$${python:-The python3 here, if any,} will not do. Install one of these, or name it:" >&2; \
	echo "    make $@ PYTHON=/path/to/python3.12" >&2; exit 1; }; \
	"$$python" scripts/environment.py $(1)
endef

help:  ## show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PYTHON=/path/to/python3.12   make .venv with this Python (3.11 to 3.13)"
	@echo "  PORT=8600                    serve the page there (else the first free one from 8501)"

app:  ## install what is missing, start the app and open its page
	$(call environment,app)
	@echo "Starting the app; Ctrl-C stops it."
	@$(RUN) meso app $(if $(PORT),--port $(PORT))

classroom:  ## the same for a class: in this network, behind an access code
	$(call environment,app)
	@$(RUN) meso app --classroom $(if $(PORT),--port $(PORT))

phone:  ## put the page that needs no server into build/phone
	$(call environment,dev)
	@$(RUN) scripts.phone build/phone

# A worker that crashes fails its test and ends the run: with another in its place xdist 3.8 may
# wait for ever.
test:  ## install what is missing, then every check and every test
	$(call environment,test)
	$(RUN) scripts.runtime
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	.venv/bin/lint-imports --no-logo
	$(RUN) pytest -n auto --maxprocesses 4 --max-worker-restart 0 --dist loadfile --ignore tests/browser
	$(RUN) pytest tests/browser

quick:  ## lint, types, rooms and the pure tests, in a few seconds
	$(call environment,dev)
	$(RUN) ruff check --quiet .
	$(RUN) mypy --no-error-summary
	.venv/bin/lint-imports --no-logo
	$(RUN) pytest -q -n auto --max-worker-restart 0 -m "not slow"

format:  ## put the code into the form that the checks ask for
	$(call environment,dev)
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

lock:  ## write requirements.lock anew, from requirements.txt and what is newest now
	$(call environment,lock)

clean:  ## remove .venv, caches and build folders; weights and runs stay
	@echo "Removing .venv, caches and build folders."
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -rf build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

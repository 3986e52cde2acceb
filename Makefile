# One command each. Every target sets up what it needs in .venv and is quick the second time.

PYTHON ?= python3
comma  := ,
VENV   := .venv

# What was compiled is kept, whatever the shell says: each process of the tests would compile anew.
unexport PYTHONDONTWRITEBYTECODE
PY     := $(VENV)/bin/python
# Two for each processor: tests of the screen and of other processes wait a quarter of their time.
TESTERS = $$((2 * $$(getconf _NPROCESSORS_ONLN)))

# Older ones take `html_clean`, which jusText asks of lxml, and lxml's `html-clean` for two things
# (PEP 685), and warn. They install it all the same, so it is no failure where no newer one can be had.
PIP    := pip>=23.3

.PHONY: run test torture check audit bench bench-beside bench-search quality pictures shells snapshots format clean help

run: $(VENV)/.run     ## open the reader
	@$(PY) -m reader $(ARGS)

test: $(VENV)/.dev    ## run the tests
	@$(PY) -m pytest -n $(TESTERS) --dist worksteal $(ARGS)

torture: $(VENV)/.dev ## kill, compare and garble for minutes, by seeds
	@$(PY) -m pytest tests/torture -n auto --dist worksteal $(ARGS)

check: $(VENV)/.dev   ## format, lint, types, import contract, links in the docs
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m tests.links

audit: $(VENV)/.dev   ## list what we rest on: versions, licences, known faults
	@$(PY) -m tests.audit

bench: $(VENV)/.dev   ## measure speed, as ratios in one run
	@$(PY) -m tests.figures bench tests.bench $(ARGS)

bench-beside: $(VENV)/.dev ## measure what a person waits for, newsboat beside it
	@$(PY) -m tests.figures beside tests.bench.beside $(ARGS)

bench-search: $(VENV)/.bench ## measure the search, with other engines beside it
	@$(PY) -m tests.figures speed tests.bench.search $(ARGS)
	@$(PY) -m tests.figures typing tests.bench.typing

quality: $(VENV)/.bench ## measure what the search finds, with other engines beside it
	@$(PY) -m tests.figures quality tests.quality $(ARGS)

pictures: $(VENV)/.dev ## make the pictures of README and docs anew
	@$(PY) -m tests.pictures

shells: $(VENV)/.dev  ## make the manual page and what shells complete with anew
	@$(PY) -m reader.cli.shells

snapshots: $(VENV)/.dev ## renew what the tests hold the screen to
	@$(PY) -m tests.snapshots

format: $(VENV)/.dev  ## put the code into its format
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

clean:                ## remove the environment
	@rm -rf $(VENV)

help:                 ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile

$(VENV)/.run: pyproject.toml constraints.txt
	@$(call install,.)

$(VENV)/.dev: pyproject.toml constraints.txt
	@$(call install,.[dev]) && touch $(VENV)/.run

$(VENV)/.bench: pyproject.toml constraints.txt
	@$(call install,.[dev$(comma)bench]) && touch $(VENV)/.dev $(VENV)/.run

# uv if it is there, else venv and pip. Each way to fail ends in one sentence.
define install
set -e; \
fail() { echo "Broadsheet cannot be set up: $$1" >&2; exit 1; }; \
if [ ! -x $(PY) ] || ! $(PY) -c '' 2>/dev/null; then \
  rm -rf $(VENV); \
  found=; \
  for candidate in "$(PYTHON)" python3.14 python3.13 python3.12 python3.11 python; do \
    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
  done; \
  [ -n "$$found" ] || fail "Python 3.11 or newer is missing; install it, or name it with make PYTHON=/path/to/python3."; \
  echo "Setting up $(VENV) (once)…" >&2; \
  if command -v uv >/dev/null 2>&1; then \
    uv venv --quiet --python "$$found" $(VENV) || fail "uv could not make the environment $(VENV); its message stands above."; \
  else \
    "$$found" -m venv $(VENV) || fail "Python's venv module does not work; on Debian and Ubuntu, install the package python3-venv."; \
  fi; \
fi; \
if command -v uv >/dev/null 2>&1; then \
  uv pip install --quiet --compile-bytecode --python $(PY) -c constraints.txt -e "$(1)" || fail "what it depends on could not be installed; uv's message stands above (is there a network?)."; \
else \
  $(PY) -m pip --version >/dev/null 2>&1 || fail "$(VENV) has no pip; run make clean and try again."; \
  $(PY) -m pip install --quiet --disable-pip-version-check '$(PIP)' || :; \
  $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e "$(1)" || fail "what it depends on could not be installed; pip's message stands above (is there a network?)."; \
fi; \
touch $@
endef

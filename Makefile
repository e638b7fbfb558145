# Everything from nothing: a machine with Python 3.11+ and make is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: chat test test-browser format verify mutate safety pictures bench soak lock clean

chat: $(VENV)/.installed
	@$(BIN)/kneewise chat

test: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kneewise verify
	$(BIN)/pytest -n 4 --dist loadfile

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Checks and proofs of the content alone.
verify: $(VENV)/.installed-dev
	$(BIN)/kneewise verify

# Every rule broken in every small way: a proof or a vignette must notice.
mutate: $(VENV)/.installed-dev
	PYTHONPATH=tests $(BIN)/python -m mutants

# The documents that are made from the rules, the hazards and what the program keeps.
safety: $(VENV)/.installed
	$(BIN)/python -m dialogs.safety
	$(BIN)/python -m bot.retention_table

# The pictures that are shipped, drawn anew from their sources.
pictures: $(VENV)/.installed
	$(BIN)/python -m bot.pictures
	$(BIN)/python -m bot.exercise_pictures

bench: $(VENV)/.installed-dev
	PYTHONPATH=tests $(BIN)/python -m bench

soak: $(VENV)/.installed-dev
	KNEEWISE_TEST_KILLS=200 $(BIN)/pytest tests/bot/test_kill.py tests/bot/test_power.py \
	  tests/bot/test_faults_over_telegram.py -k "killed or power or malformed" -s
	PYTHONPATH=tests $(BIN)/python -m bench day

# The preview page in a real browser; where there is none, Debian's Chromium is installed first.
test-browser: $(VENV)/.installed-dev
	command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null \
	  || { [ "$$(id -u)" = 0 ] || SUDO=sudo; $$SUDO apt-get update && $$SUDO apt-get install -y --no-install-recommends chromium; }
	$(BIN)/pytest tests/bot/test_preview_in_browser.py

COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

# Pins with hashes; no address of an index goes into the files.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip --quiet install uv
	$(VENV)-lock/bin/uv pip compile $(COMPILE) --extra dev pyproject.toml -o requirements-dev.txt
	$(VENV)-lock/bin/uv pip compile $(COMPILE) --extra build -c requirements-dev.txt pyproject.toml -o requirements.txt
	rm -rf $(VENV)-lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip --quiet --disable-pip-version-check install --require-hashes -r requirements.txt
	$(BIN)/pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/pip --quiet --disable-pip-version-check install --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache

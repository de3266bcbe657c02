# Every target does all its own set-up; nothing but Python 3.11 or later is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check unit soak lint format docs clean

demo: $(VENV)/.usable  ## a day in a real city, planned, to look at
	$(BIN)/tournee demo demo || [ $$? -eq 3 ]

test: lint check unit  ## everything CI runs

# To use it: what the demo needs and no more.
$(VENV)/.usable: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet -e ".[demo]"
	touch $@

# To work on it.
$(VENV)/.installed: $(VENV)/.usable
	$(BIN)/python -m pip install --quiet --group dev -e ".[all]"
	touch $@

lint: $(VENV)/.installed  ## style, and the arrows between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

check: $(VENV)/.installed  ## types
	$(BIN)/mypy

unit: $(VENV)/.installed  ## tests, on all cores, a file on one
	$(BIN)/python -m pytest -n auto --dist loadfile

soak: $(VENV)/.installed  ## 500 random days, others each time (DAYS=… for more or fewer), and 300 runs killed
	TOURNEE_SOAK=$(or $(DAYS),500) $(BIN)/python -m pytest tests/soak --hypothesis-show-statistics

format: $(VENV)/.installed  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed  ## what is generated: the commands' reference, the plan's schema, the example
	$(BIN)/python -m docs.generate

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

# The commands of this project; CONTRIBUTING.md says when to use which.
#
# `make setup PYTHON=python3.13` chooses the Python that .venv is made with (3.11 or newer).

PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
JSON ?=
PAGE ?=
WHOLE ?=
SEEDS ?= 200
FROM ?= 0
HOURS ?=
REAL ?=

.PHONY: help setup run test bench soak simulate lock screens clean

help:
	@echo "make setup    make .venv from requirements.lock and check that the screen can start"
	@echo "make run      the demo: a server, a paired till, sample goods and members"
	@echo "make test     every check: style, types, import rules, tests, coverage"
	@echo "make bench    what is promised about speed and memory, measured; JSON=FILE and PAGE=FILE write it down,"
	@echo "              WHOLE=yes takes the hour and the million members that some promises are about,"
	@echo "              RESUME=yes leaves out what the file of JSON has from an earlier sitting"
	@echo "make soak     the long form of the tests; SEEDS=$(SEEDS) says how many rounds, HOURS=N goes on so long"
	@echo "make simulate  days of a shop with every fault, SEEDS=$(SEEDS) of them, FROM=$(FROM); REAL=sqlite, postgresql or together"
	@echo "make lock     compile requirements.lock anew from pyproject.toml"
	@echo "make screens  take the pictures of manual and scenes anew"
	@echo "make clean    remove what the commands above have made, but for .venv"

setup:
	@$(PYTHON) -m tools.setup_environment

run: setup
	@$(VENV_PYTHON) main.py demo

test: setup
	@$(VENV_PYTHON) -m tools.run_checks

bench: setup
	@$(VENV_PYTHON) -m tests.bench $(if $(JSON),--json $(JSON)) $(if $(RESUME),--resume) $(if $(PAGE),--page $(PAGE)) $(if $(WHOLE),--whole)

soak: setup
	@$(VENV_PYTHON) -m $(if $(HOURS),tools.soak --hours $(HOURS) --from $(FROM),tools.run_checks --soak $(SEEDS))

simulate: setup
	@$(VENV_PYTHON) -m tests.simulation --seeds $(SEEDS) --from $(FROM) $(if $(REAL),--real $(REAL))

lock: setup
	@$(VENV_PYTHON) -m tools.lock_requirements

screens: setup
	@$(VENV_PYTHON) -m tools.take_pictures

clean:
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
	@find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

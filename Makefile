.DEFAULT_GOAL := help
.PHONY: help run demo test check check-types check-the-rest golden golden-extended golden-mutants format faults soak bench seal clean

BIN := .venv/bin
T ?= tests
# All tests share the cores, file by file: those that start processes come early, the short ones
# fill up what is left. Two processes more than cores work while others wait for a recovery.
# A part runs in one process, where its output is easier to read.
PROCESSES = $(if $(filter tests,$(T)),--numprocesses $$(($$(nproc) + 2)) --dist loadfile --no-loadscope-reorder)

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: requirements.lock setup.py scripts/setup
	@./scripts/setup

run: .venv/.ready ## Run everything on this machine: Redis, emulators, web, worker (Ctrl-C stops all)
	@$(BIN)/cortex run

demo: .venv/.ready ## Play a conversation through the real webhook and check what came of it
	@$(BIN)/cortex demo

test: .venv/.ready ## Run all tests (one part: make test T=tests/unit)
	@$(BIN)/pytest $(PROCESSES) $(T)

check: .venv/.ready ## Format, lint, types, import rules and rulesets
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-types check-the-rest

check-types:
	@$(BIN)/mypy --no-error-summary

check-the-rest:
	@$(BIN)/ruff format --check --quiet . || (echo "run: make format"; exit 1)
	@$(BIN)/ruff check --quiet .
	@out=$$($(BIN)/lint-imports 2>&1) || (echo "$$out"; exit 1)
	@$(BIN)/cortex check
	@$(BIN)/cortex fmt --check

golden: .venv/.ready ## Play the golden cases of the smoke suite against the newest rulesets
	@$(BIN)/cortex golden run

golden-extended: .venv/.ready ## Play every golden case
	@$(BIN)/cortex golden run --suite extended

golden-mutants: .venv/.ready ## Break every rule, order and lexicon fact: do the golden cases notice?
	@$(BIN)/cortex golden mutants

format: .venv/.ready ## Format code and apply safe lint fixes
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

faults: .venv/.ready ## Kill, stop and starve every process in turn: is anything lost, doubled or reordered? (one: CASE=F3)
	@$(BIN)/python -m tests.faults

soak: .venv/.ready ## Let every fault strike at once, by chance, for so long: make soak MINUTES=30
	@MINUTES=$${MINUTES:-30} $(BIN)/python -m tests.faults

bench: .venv/.ready ## Measure decisions per second (rules, facts, both, beside zen-engine), replies with slow third parties, acknowledgements per second, and replies beside a bot that works in files
	@$(BIN)/python -m bench

seal: .venv/.ready ## Write the file hashes of the newest ruleset version into its manifest
	@$(BIN)/cortex seal

clean: ## Remove the environment and everything the programs wrote
	@rm -rf .venv _runtime build *.egg-info .mypy_cache .ruff_cache .hypothesis

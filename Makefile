# Every command of the project. `make help` lists them. Needs python3 ≥ 3.11, make and a shell; nothing else, and no root.
#
#   PORT=8001      another port            PYTHON=python3.13  another Python
#   VAR=/some/dir  another folder for what the site writes (database, keys, letters, pictures)
#   WALK_STEPS=50000 WALK_SEEDS=1,2  how far `make walk` goes, and where it begins
#   ARGS="…"       more arguments for the tool that the target calls
# Whatever stands in .env.example can be given the same way.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOMS := config home petition pages
.DEFAULT_GOAL := help

# $(call install,FOLDER,STAMP,LOCKS): a virtual environment that holds what the locks say. Done already: 30 ms.
# A Python that was named is obeyed; else the environment's own stays, whatever python3 means today.
define install
@if command -v flock > /dev/null; then exec 9< Makefile; flock 9; fi; \
state() { $(1)/bin/python -VV && cat $(3); }; \
if [ -n "$(filter command environment,$(origin PYTHON))" ] \
	&& [ "$$($(PYTHON) -VV 2>&1)" != "$$($(1)/bin/python -VV 2>&1)" ]; then rm -f $(1)/*.stamp; fi; \
state 2> /dev/null | cmp -s - $(1)/$(2).stamp && exit 0; \
if [ ! -e $(1)/made.stamp ]; then \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { \
		echo "The site needs Python 3.11 or later; $(PYTHON) is: $$($(PYTHON) -V 2>&1 | head -n 1)." >&2; \
		echo "Install a newer one, or name one that you have: make $(firstword $(MAKECMDGOALS) run) PYTHON=python3.12" >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "$(PYTHON) can't make virtual environments: its parts venv and ensurepip are missing." >&2; \
		echo "On Debian and Ubuntu: sudo apt install python3-venv. Or name another Python: make $(firstword $(MAKECMDGOALS) run) PYTHON=python3.12" >&2; \
		exit 1; }; \
	echo "Making $(1) …"; \
	$(PYTHON) -m venv --clear $(1) && touch $(1)/made.stamp || exit 1; \
fi; \
echo "Installing packages into $(1); the first time takes a minute or two …"; \
$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
	$(foreach lock,$(3),-r $(lock)) && state > $(1)/$(2).stamp
endef

.PHONY: help
help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' Makefile
	@sed -n 's/^#   /  /p' Makefile

# Run ------------------------------------------------------------------------------------------------------------------
.PHONY: run
run: installed  ## Start the site with the demo campaign on http://127.0.0.1:8000
	@exec $(BIN)/python manage.py serve --end-with-parent $(ARGS)

.PHONY: dev
dev: installed  ## The same for programming: errors in full, reloads on change
	@DEBUG=yes DJANGO_RUNSERVER_HIDE_WARNING=true exec $(BIN)/python manage.py serve --reload --end-with-parent $(ARGS)

.PHONY: superuser
superuser: installed  ## Make an account that may do everything
	@$(BIN)/python manage.py createsuperuser $(ARGS)

.PHONY: shell
shell: installed  ## Python with the site loaded
	@$(BIN)/python manage.py shell $(ARGS)

# Test -----------------------------------------------------------------------------------------------------------------
JOBS ?= 2
PYTEST = -m pytest -n $(JOBS) --dist worksteal $(ARGS)

.PHONY: test
test: installed-dev  ## Run all tests on SQLite, with Chromium where it is found, then those that meet a database on PostgreSQL
	@sqlite=0; postgres=0; \
	$(BIN)/python $(PYTEST) --database=sqlite || sqlite=$$?; \
	$(BIN)/python $(PYTEST) --database=postgres -m "not browser" || postgres=$$?; \
	exit $$((sqlite > postgres ? sqlite : postgres))

.PHONY: test-sqlite
test-sqlite: installed-dev  ## Run all tests on SQLite
	$(BIN)/python $(PYTEST) --database=sqlite

.PHONY: test-postgres
test-postgres: installed-dev  ## Run all tests that meet a database on PostgreSQL, which they start by themselves, the browser's too
	$(BIN)/python $(PYTEST) --database=postgres

.PHONY: test-next
test-next:  ## Run all tests on the next Django (6.1), where a Python ≥ 3.12 is found
	@for python in $(PYTHON) python3.14 python3.13 python3.12; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2> /dev/null; then \
			exec $(MAKE) test-next-with PYTHON=$$python; \
		fi; \
	done; \
	echo "Skipped: the next Django needs Python 3.12 or later, and none was found. Name one: make test-next PYTHON=…"

.PHONY: test-next-with
test-next-with: installed-next
	@.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --no-input 'Django>=6.1,<6.2'
	.venv-next/bin/python $(PYTEST)

WALK_STEPS ?= 10000
WALK_SEEDS ?= 1,2,3,4
.PHONY: walk
walk: installed-dev  ## Take 10,000 random steps at the translation desk and as many through the tree of pages
	WALK_STEPS=$(WALK_STEPS) WALK_SEEDS=$(WALK_SEEDS) $(BIN)/python $(PYTEST) \
		tests/pages/translations/test_desk_walk.py tests/pages/translations/test_random_walk.py

.PHONY: crawl
crawl: installed-dev  ## Ask every address by every method in every language, and each process role for its settings
	EVERY_ADDRESS=yes $(BIN)/python $(PYTEST) tests/house/test_headers.py tests/config/test_roles.py \
		tests/journeys/test_csp.py

# Check ----------------------------------------------------------------------------------------------------------------
.PHONY: check
check: lint test  ## Everything that must hold before a change lands: lint, then test

.PHONY: lint
lint: installed-dev  ## Check format, style, arrows, types, templates, settings, migrations and messages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	VAR=.mypy_cache/var $(BIN)/mypy
	$(BIN)/djlint --lint --quiet $(ROOMS)
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check_messages

# What a server on the internet is given; the keys live as long as the command.
NEW_KEY = $$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))')
PRODUCTION = ENV_FILE=/dev/null VAR=.mypy_cache/var SITE_URL=https://petition.example.org BIND=0.0.0.0 TRUSTED_PROXIES=1 \
	SECRET_KEY=$(NEW_KEY) LINK_KEY=$(NEW_KEY) MAILBOX_KEY=$(NEW_KEY) VAULT_KEY=$(NEW_KEY)

.PHONY: format
format: installed-dev  ## Bring the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Care -----------------------------------------------------------------------------------------------------------------
.PHONY: lock
lock: installed-dev  ## Write the locks from requirements*.in; ARGS=--upgrade for newer packages
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header $(ARGS) requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header $(ARGS) requirements-dev.in -o requirements-dev.txt

.PHONY: bench
bench: installed-dev  ## Measure speed in all its parts; ARGS=--quick for a first look, ARGS="--only pages storm"
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: bench-pages
bench-pages: installed-dev  ## Ask for kept pages beside a bare server, a stock Wagtail page and nginx; ARGS=--quick
	$(BIN)/python -m benchmarks.pages $(ARGS)

.PHONY: bench-rendering
bench-rendering: installed-dev  ## Render pages anew beside a stock Wagtail page, with 8 and 24 languages; ARGS=--quick
	$(BIN)/python -m benchmarks.rendering $(ARGS)

.PHONY: bench-storm
bench-storm: installed-dev  ## Let everybody come at once, then five times too many; ARGS=--quick, ARGS=--minutes=1
	$(BIN)/python -m benchmarks.storm $(ARGS)

.PHONY: bench-scanners
bench-scanners: installed-dev  ## Let mail scanners loose on 1,000 letters; ARGS="--letters=100 --minutes=2"
	$(BIN)/python -m benchmarks.scanners $(ARGS)

.PHONY: bench-translations
bench-translations: installed-dev  ## Measure the translation desk at thirty languages; ARGS=--database=postgres
	$(BIN)/python -m benchmarks.translations $(ARGS)

.PHONY: bench-limits
bench-limits: installed-dev  ## Send 10,000 forms from one address, and one mailbox from 5,000; ARGS=--database=postgres
	$(BIN)/python -m benchmarks.limits $(ARGS)

.PHONY: bench-invalidation
bench-invalidation: installed-dev  ## Invalidate 100,000 signatures and take it back; ARGS=--database=postgres
	$(BIN)/python -m benchmarks.invalidation $(ARGS)

.PHONY: bench-export
bench-export: installed-dev  ## Export half a million signatures beside PostgreSQL's own COPY; ARGS=--quick
	$(BIN)/python -m benchmarks.exporting $(ARGS)

.PHONY: bench-growth
bench-growth: installed-dev  ## Ask databases of 0.1, 1 and 10 million signatures the same; ARGS=--quick, ARGS="--sizes 100000 1000000"
	$(BIN)/python -m benchmarks.growth $(ARGS)

.PHONY: bench-letters
bench-letters: installed-dev  ## Send letters beside Django's own way, with one worker and three; ARGS=--quick
	$(BIN)/python -m benchmarks.letters --database=postgres $(ARGS)

.PHONY: bench-signing
bench-signing: installed-dev  ## Sign over HTTP beside pgbench with the same inserts; ARGS=--quick, needs PostgreSQL and wrk
	$(BIN)/python -m benchmarks.signing $(ARGS)

.PHONY: bench-starting
bench-starting: installed-dev  ## Measure starts: of the site, of tests, of an empty database; ARGS=--quick
	$(BIN)/python -m benchmarks.starting $(ARGS)

.PHONY: bench-theft
bench-theft: installed-dev  ## Steal from a site with 10,000 people and look for them; ARGS=--database=postgres
	$(BIN)/python -m benchmarks.theft $(ARGS)

.PHONY: payloads
payloads: installed-dev  ## Type all that attackers type into every field, of visitors and of editors
	PAYLOADS_EVERY=1 $(BIN)/python $(PYTEST) tests/test_payloads.py

.PHONY: soak
soak: installed-dev  ## Let signatures live 100,000 random steps beside what must be; ARGS="--database=postgres --steps=…"
	$(BIN)/python -m benchmarks.soak $(ARGS)

.PHONY: bench-faults
bench-faults: installed-dev  ## Break deeds off a thousand times, at any statement; ARGS=--database=postgres
	$(BIN)/python -m benchmarks.faults $(ARGS)

.PHONY: bench-equal-answers
bench-equal-answers: installed-dev  ## Measure whether the time of an answer tells who has signed; ARGS=--database=postgres
	$(BIN)/python -m benchmarks.equal_answers $(ARGS)

.PHONY: bench-failover
bench-failover: installed-dev  ## Kill the primary and web processes while people sign; ARGS=--quick, needs PostgreSQL
	$(BIN)/python -m benchmarks.failover $(ARGS)

.PHONY: bench-pooling
bench-pooling: installed-dev  ## Write signatures with pgbench to a primary, with a standby, through PgBouncer; ARGS=--connections=64
	$(BIN)/python -m benchmarks.pooling $(ARGS)

.PHONY: clean
clean:  ## Remove what the commands made again at the next call; var/ with your data stays
	rm -rf .venv .venv-next .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(ROOMS) tests locale -name '__pycache__' -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +

.PHONY: installed installed-dev installed-next
installed:
	$(call install,$(VENV),run,requirements.txt)
installed-dev:
	$(call install,$(VENV),dev,requirements.txt requirements-dev.txt)
installed-next:
	$(call install,.venv-next,dev,requirements.txt requirements-dev.txt)

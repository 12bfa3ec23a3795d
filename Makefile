# Two commands matter: `make run` starts everything, `make test` proves everything.
# The rest: test-slow, test-full (longer campaigns), coverage (`make test` and what it missed), mutate, bench, lock (new versions), clean.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
export INSPECT_PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

# A stamp carries the hash of the lock it stands for: nothing is installed twice, and a new lock is noticed.
locked = $(shell cat $(1) | sha256sum | cut -c1-16)
RUNTIME := .venv/.runtime-$(call locked,requirements.txt)
TESTING := .venv/.testing-$(call locked,requirements-dev.txt)
TOOLS := .venv/.tools-$(call locked,requirements-tools.txt)
LIBRARIES := inspect_app/static/vendor/.locked-$(call locked,package-lock.json)
# The tablet's app goes out as few small files; a changed source is noticed as a new lock is.
SCRIPTS := $(sort $(wildcard inspect_app/static/js/*.js inspect_app/static/js/field/*.js inspect_app/static/js/field/pages/*.js))
APP := inspect_app/static/vendor/field/.built-$(call locked,$(SCRIPTS) package-lock.json .ci/build_app)
# A file stays with one process (its worlds are made once), and the long files come first (tests/conftest.py).
TWO_PROCESSES := -n 2 --dist loadfile --no-loadscope-reorder
# Unpacked from a bundle the wheels lie beside this file, and nothing is fetched.
PIP_INSTALL := .venv/bin/python -m pip install --quiet --require-hashes $(if $(wildcard wheels),--no-index --find-links wheels)

.PHONY: help run install app bundle sbom audit serve test coverage mutate test-slow test-full bench lock clean check types imports pytest port chromium pango office

help:
	@echo 'make run        安装并启动（演示模式） http://127.0.0.1:$(INSPECT_PORT)'
	echo 'make test       全部检查与测试（SQLite、PostgreSQL、浏览器）'
	echo 'make test-slow  同样的测试，数量更大，页面换另一种数据库；make test-full 更长；make coverage 另报未测到的行'
	echo 'make mutate     逐处改动权限表和流转表，看测试是否发现'
	echo 'make app        改了 static/js 以后，重新打包平板应用'
	echo 'make install    只安装；make bundle 打包成一个不用联网就能安装的档案'
	echo 'make sbom       物料清单（CycloneDX）；make audit 查已知漏洞（要能上网）'
	echo 'make bench      速度与内存；make lock 重新锁定依赖；make clean 清理生成物'

# ---- run -------------------------------------------------------------------------------------------------

run: port $(RUNTIME) $(APP) pango
	@source .ci/start

app: $(APP)

install: $(RUNTIME) $(APP) pango
	@echo '已安装 installed; see docs/operations.md'

pango: | .venv/bin/pip
	@source .ci/find_pango

port:
	@$(PYTHON) .ci/port_is_free "$(INSPECT_PORT)"

.venv/bin/pip:
	@source .ci/make_venv "$(PYTHON)"

$(RUNTIME): | .venv/bin/pip
	@echo '· 安装依赖 installing locked dependencies'
	$(PIP_INSTALL) -r requirements.txt
	rm -f .venv/.runtime-*
	touch $@

$(LIBRARIES): | .venv/bin/pip
	@echo '· 准备浏览器库 browser libraries'
	command -v npm >/dev/null || $(PIP_INSTALL) -r requirements-node.txt
	npm ci --loglevel=error --no-audit --no-fund --ignore-scripts >/dev/null
	rm -rf $(@D)
	mkdir -p $(@D)
	cp node_modules/bootstrap/dist/css/bootstrap.min.css $(@D)/
	cp node_modules/bootstrap/dist/js/bootstrap.bundle.min.js $(@D)/
	cp node_modules/idb/build/index.js $(@D)/idb.js
	cp node_modules/chart.js/dist/chart.umd.min.js $(@D)/chart.min.js
	cp node_modules/@esbuild/*/bin/esbuild .venv/bin/esbuild
	rm -rf node_modules
	touch $@

$(APP): $(LIBRARIES)
	@echo '· 打包平板应用 the app of the tablet'
	source .ci/build_app
	touch $@

# ---- test ------------------------------------------------------------------------------------------------

$(TESTING): | .venv/bin/pip
	@echo '· 安装测试依赖 installing what tests need'
	$(PIP_INSTALL) -r requirements-dev.txt
	rm -f .venv/.testing-*
	touch $@

chromium:
	@source .ci/find_chromium

check: $(TESTING)
	@echo '· ruff'
	ruff check .

types: $(TESTING)
	@echo '· mypy --strict'
	mypy --strict inspect_app forms exports wsgi.py

imports: $(TESTING)
	@echo '· 导入约定 import contracts'
	lint-imports --no-cache

office:
	@source .ci/find_office

pytest: $(TESTING) $(APP) chromium pango
	@echo '· 测试 tests on SQLite and PostgreSQL, and in Chromium'
	$(if $(COVERAGE),coverage erase)
	pytest $(TWO_PROCESSES) $(COVERAGE)

test: check types imports pytest

# The same, and a table of lines that no test reaches. Counting lines takes as long as the tests do.
coverage: COVERAGE := --cov --cov-report=term:skip-covered
coverage: test

# Minutes: the tables of permission and workflow are changed place by place, and their own quick tests have to notice.
mutate: $(TESTING) $(TOOLS)
	@.venv/tools/bin/python -m tests.mutation

test-slow: $(TESTING) $(APP) chromium pango office
	@INSPECT_TEST_SCALE=slow pytest $(TWO_PROCESSES) --timeout 1200

test-full: $(TESTING) $(APP) chromium pango office
	@INSPECT_TEST_SCALE=full pytest $(TWO_PROCESSES) --timeout 14400

bench: $(TESTING) $(APP)
	@python -m tests.bench

# ---- supply ----------------------------------------------------------------------------------------------

$(TOOLS): | .venv/bin/pip
	@echo '· 安装清单、漏洞和变异工具 installing what makes the lists and the mutants'
	rm -rf .venv/tools .venv/.tools-*
	.venv/bin/python -m venv .venv/tools
	.venv/tools/bin/python -m pip install --quiet --require-hashes -r requirements-tools.txt
	touch $@

sbom: $(TOOLS)
	@source .ci/sbom

audit: $(TOOLS)
	@source .ci/audit

bundle: $(APP)
	@source .ci/bundle

# ---- housekeeping ----------------------------------------------------------------------------------------

# uv is needed here only; everybody else installs the result with plain pip.
lock: | .venv/bin/pip
	@source .ci/lock

clean:
	@rm -rf .venv node_modules inspect_app/static/vendor *.egg-info build dist htmlcov .coverage .coverage.* \
	    .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	echo '已清理；数据目录未动 cleaned; your data were left alone'

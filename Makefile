# Everything that a person does with this project. Needs Python 3.11 or later and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help run test ui format lint types manifest docs lock clean

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

help:  ## 显示全部命令 / show all commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY)  ## 读取 raw/ 中的全部报告，核验，发布 / read all reports in raw/, check them, publish
	$(BIN)/ogi build

ui: $(READY) manifest  ## 在浏览器中查看流程（仅限本机） / look at the pipeline in a browser, on this machine only
	$(BIN)/ogi ui

test: lint types manifest  ## 全部检查与测试 / every check and every test
	$(BIN)/pytest -n 2 --dist loadfile

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/sqlfluff lint --disable-progress-bar dbt

types: $(READY)
	$(BIN)/mypy

format: $(READY)  ## 整理代码格式 / format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfluff fix dbt

manifest: $(READY)
	$(BIN)/python -c "from dagster_project.defs.warehouse import prepare_manifest; prepare_manifest()"

docs: $(READY) manifest  ## 重写 docs/ 中生成的部分，并生成 dbt 文档页 / renew what is made in docs/, and the page of dbt
	$(BIN)/python -m tests.documents
	mkdir -p build
	OGI_OUT=$(CURDIR) $(BIN)/dbt --quiet docs generate --static --project-dir dbt --profiles-dir dbt --target-path $(CURDIR)/build/dbt
	cp build/dbt/static_index.html build/dbt_docs.html
	@echo "build/dbt_docs.html"

lock: $(READY)  ## 重新锁定依赖版本 / pin the dependencies anew
	$(BIN)/uv pip compile --universal --generate-hashes --no-strip-extras --quiet \
		--extra notebooks --extra test --python-version 3.11 --output-file requirements.lock pyproject.toml

clean:  ## 删除一切生成物，保留 raw/ 与 .venv/ / remove everything that was made but .venv/
	rm -rf build parquet warehouse.duckdb .dagster dbt/target dbt/logs

# The environment: every package at its locked version and hash. uv installs in seconds what takes pip over a minute.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo '需要 Python 3.11 或更高版本：make PYTHON=... / Python 3.11 or later is needed: make PYTHON=...'; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	touch $@

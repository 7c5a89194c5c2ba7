"""The Dagster UI in a real browser: the graph, a run from the launchpad, and what a failed check shows."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import browser
from tests.conftest import OGI, RAW, TABLES_OF_2020

A_MINUTE = 60_000
A_RUN = 5 * A_MINUTE
MARKUP = "<img src=x onerror=alert(1)>[链接](javascript:alert(2))**粗**"
GROUPS = ("raw", "bronze", "forms", "staging", "intermediate", "marts", "audit", "reporting", "published")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `ogi ui` serves a folder with one report, in which one digit is wrong, and which has markup in it."""
    folder = tmp_path_factory.mktemp("ui")
    raw, out = folder / "raw", folder / "out"
    raw.mkdir()
    report = (RAW / TABLES_OF_2020).read_text(encoding="utf-8")
    report = report.replace("(一)予以公开 | 0 |", "(一)予以公开 | 7 |")
    report = report.replace("一、总体情况", f"一、总体情况\n另收到行政复议3件{MARKUP}。", 1)
    (raw / "report.txt").write_text(report, encoding="utf-8")
    port = _free_port()
    server = subprocess.Popen(
        [OGI, "ui", "--port", str(port), "--out", out],
        env={**os.environ, "OGI_RAW": str(raw)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        _wait_until_it_serves(server, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    with browser() as launched:
        page = launched.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(A_MINUTE)
        expect.set_options(timeout=A_MINUTE)  # on a busy machine pages take their time
        page.goto(address)
        yield page


@pytest.fixture(scope="module")
def after_run(page: Page, address: str) -> Page:
    """The browser when the run that the button of the job's page began has ended well."""
    page.goto(f"{address}/locations/ogi/jobs/build_everything")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text("Launched run").wait_for()
    page.goto(f"{address}/runs")
    expect(page.get_by_role("img", name="run_success")).to_be_visible(timeout=A_RUN)
    return page


def test_the_graph_leads_from_raw_to_published(page: Page, address: str) -> None:
    page.goto(f"{address}/asset-groups/")
    for group in GROUPS:
        expect(page.get_by_text(group, exact=True).first).to_be_visible()


def test_a_run_from_the_browser_publishes_and_turns_the_assets(after_run: Page, address: str) -> None:
    after_run.goto(f"{address}/assets/published/warehouse")
    expect(after_run.get_by_text("Latest materialization")).to_be_visible()
    expect(after_run.get_by_text("Never materialized")).to_have_count(0)


def test_a_table_that_does_not_balance_turns_its_check_and_shows_where(after_run: Page, address: str) -> None:
    after_run.goto(f"{address}/assets/audit/identity_results?view=checks&checkDetail=applications_outcomes")
    expect(after_run.get_by_text("表三 收到和处理政府信息公开申请情况").first).to_be_visible()
    expect(after_run.get_by_text("Failed").first).to_be_visible()
    after_run.get_by_text("[Show Markdown]").first.click()
    table = after_run.get_by_role("table").filter(has_text="衡山县行政审批服务局")
    for shown in ("2020", "表三 · 自然人", "-7", "“7”应为“0”", "【7】"):
        expect(table.get_by_text(shown).first).to_be_visible()


def test_bronze_shows_how_much_of_each_form_is_proved(after_run: Page, address: str) -> None:
    after_run.goto(f"{address}/assets/bronze/tables")
    shares = after_run.get_by_role("table").filter(has_text="表四 reviews").last
    expect(shares.get_by_text("██████████\xa0100%")).to_be_visible()
    expect(shares.get_by_text("░░░░░░░░░░\xa00%")).to_be_visible()


def test_a_single_report_is_read_again_from_the_launchpad_which_says_where_to_name_it(page: Page, address: str) -> None:
    page.goto(f"{address}/locations/ogi/jobs/read_again/playground")
    expect(page.get_by_text("在此填写 / fill in")).to_be_visible()
    expect(page.get_by_role("button", name="Launch Run")).to_be_enabled()


def test_markup_in_a_report_is_shown_as_text(after_run: Page, address: str) -> None:
    said: list[str] = []
    after_run.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    after_run.goto(f"{address}/assets/bronze/claims")
    shown = after_run.get_by_role("table").filter(has_text="<img src=x onerror=alert(1)>").last
    expect(shown).to_be_visible()
    assert shown.locator("img, script, a, strong").count() == 0
    assert said == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_serves(server: "subprocess.Popen[str]", log: Path) -> None:
    """Read what the server says until it serves; what it says later goes to a log, so that it never has to wait."""
    said = server.stdout
    assert said
    for line in said:
        if "Serving dagster-webserver" in line:
            threading.Thread(target=lambda: log.write_text(said.read(), encoding="utf-8"), daemon=True).start()
            return
    pytest.fail(f"ogi ui ended with {server.wait()}")

"""`ogi`, the command line.

Belongs here: the commands, their help, what they print. Does not belong here: the work itself. Heavy libraries are
imported inside the commands that need them, so that `ogi extract` starts at once.
"""

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dagster_project import paths
from dagster_project.console import Bars, complain, say, summary

if TYPE_CHECKING:
    from dagster_project.extract.decisions import Decision
    from dagster_project.extract.records import Reading

app = typer.Typer(
    name="ogi",
    help="政府信息公开工作年度报告：读取、核验、发布。/ China's annual open-government reports, proved.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="报告文件或数据包（.pdf、.docx、.html、.zip 等）。/ Files of reports, or bundles."
    ),
]
_SHOWN = 20  # of the tables that do not balance

Out = Annotated[Path | None, typer.Option(envvar="OGI_OUT", help="结果所在文件夹。/ The folder of the results. [.]")]


@app.command()
def build(
    raw: Annotated[
        Path | None, typer.Option(envvar="OGI_RAW", help="报告所在文件夹。/ The folder of reports. [raw/]")
    ] = None,
    out: Out = None,
) -> None:
    """读取全部报告，核验，并发布 warehouse.duckdb。/ Read all reports, check them, publish warehouse.duckdb."""
    from dagster_project.load.decisions import DecisionsError
    from dagster_project.lock import BusyError
    from dagster_project.run import build_everything

    _use("OGI_RAW", raw)
    _use("OGI_OUT", out)
    try:
        outcome = build_everything(Bars)
    except (BusyError, DecisionsError) as error:
        _fail(str(error))
    except NotADirectoryError:
        _fail(f"输入文件夹不存在：{paths.raw()}。/ No such input folder.")
    say(summary(outcome))
    for path, why in outcome.rejected:
        say(f"未收录 / rejected  {path}：{why}")
    _list_unbalanced(outcome.unbalanced)
    if outcome.nothing_new:
        say(f"没有新内容，已发布的仍是最新 / nothing was new; what is published is up to date  {paths.published()}")
    elif outcome.published:
        say(f"已发布 / published  {paths.published()}")
    else:
        complain("没有发布，原来的 warehouse.duckdb 保持不变。/ Not published; warehouse.duckdb is as it was.")
    for obstacle in outcome.obstacles:
        complain(f"  未通过 / failed  {obstacle}")
    if outcome.obstacles or not outcome.published:
        _fail(f"详情见 / details in {paths.log()}")


@app.command()
def extract(files: Files) -> None:
    """读取文件，每份报告输出一行 JSON。/ Read files and print one JSON object a report."""
    from dagster_project.as_json import lines

    for path, sha256, _, reading in _readings(files):
        for line in lines(path, sha256, reading):
            typer.echo(line)


@app.command()
def check(files: Files) -> None:
    """逐表核验报告，指出问题在哪一行、如何处理。/ Say of each table whether it adds up, and where it does not.

    退出码：0 没有矛盾；1 有文件读不了；2 有表自相矛盾。/ Exit code: 0 no contradiction, 1 a file that cannot be read,
    2 a table that contradicts itself.
    """
    from dagster_project.verdict import contradicts, verdict

    contradicted = False
    for path, _, text, reading in _readings(files):
        contradicted |= contradicts(reading)
        say(path)
        for line in verdict(text, reading):
            say(line)
    if contradicted:
        raise typer.Exit(2)


@app.command()
def trace(
    report: Annotated[
        str, typer.Argument(help="报告键（或其开头），或文件路径。/ A report_key, its beginning, or a path.")
    ],
    table: Annotated[
        str | None, typer.Argument(help="表，如 applications；正文中的数字为 claims。/ A table; claims for prose.")
    ] = None,
    row: Annotated[str | None, typer.Argument(help="行，如 granted。/ A row.")] = None,
    column: Annotated[str | None, typer.Argument(help="列，如 total。/ A column.")] = None,
    out: Out = None,
) -> None:
    """显示一个数字出自原文何处。/ Show where in the text a number comes from."""
    from dagster_project.trace import UnknownError
    from dagster_project.trace import trace as trace_back

    _use("OGI_OUT", out)
    _end_with_reader()
    try:
        for line in trace_back(report, table, row, column):
            say(line)
    except UnknownError as error:
        _fail(str(error))


@app.command()
def ui(port: Annotated[int, typer.Option(help="端口。/ The port.")] = 3000, out: Out = None) -> None:
    """在浏览器中查看流程（仅限本机）。/ Look at the pipeline in a browser, on this machine only."""
    from dagster_project.run import prepare_home

    _use("OGI_OUT", out)
    os.environ.update(OGI_RAW=str(paths.raw()), OGI_OUT=str(paths.out()))  # they may be relative to this folder
    prepare_home()
    os.chdir(paths.dagster_home())  # or Dagster warns of settings that it finds in this folder
    say(f"打开 / open  http://127.0.0.1:{port}    （Ctrl-C 停止 / stops it）")
    # The same by another name, `dg dev`, would want one more package; without this its users would be told to use that.
    os.environ["PYTHONWARNINGS"] = "ignore:Function `dev_command` is superseded"
    dagster = Path(sys.executable).with_name("dagster")
    arguments = ["dev", "--workspace", str(paths.WORKSPACE), "--host", "127.0.0.1", "--port", str(port)]
    os.execv(dagster, [str(dagster), *arguments])  # noqa: S606 - no shell, and our own arguments


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="只运行这一句。/ Run this only.")] = None, out: Out = None
) -> None:
    """用 SQL 查询已发布的数据（只读）；不写语句则打开终端。/ Query what is published, read-only; alone, a terminal.

    终端为 DuckDB 自带的命令行，.help 说明用法，.quit 退出。/ It is DuckDB's own: .help explains, .quit leaves.
    """
    _use("OGI_OUT", out)
    if not paths.published().exists():
        _fail(f"还没有发布 {paths.published()}，请先运行 ogi build。/ Nothing is published: run `ogi build` first.")
    if query is None:
        say("从这里开始 / start here:  from reporting.report_summary;   from reporting.dictionary;")
        say(f"二十个问题 / twenty questions:  {paths.ROOT / 'docs' / 'queries.md'}")
    terminal = Path(sys.executable).with_name("duckdb")
    opened = ["-readonly", "-cmd", "set autoinstall_known_extensions = false", str(paths.published())]  # no network
    os.execv(terminal, [str(terminal), *opened, *(["-c", query] if query else [])])  # noqa: S606 - no shell


def _readings(files: list[Path]) -> Iterator[tuple[str, str, str, "Reading"]]:
    """Path, hash, text and reading, as decided, of every document; of a bad one a message, and exit 1 at the end."""
    from dagster_project.extract.decisions import apply
    from dagster_project.extract.report import read_document
    from dagster_project.load.bundles import members
    from dagster_project.load.readers import read_member
    from dagster_project.load.rejections import RejectedError

    _end_with_reader()
    decided = _decisions()
    bad = False
    for path in files:
        try:
            for member in members(path, str(path)):
                try:
                    text = read_member(member).text
                except RejectedError as rejected:
                    bad = True
                    complain(f"{member.path}：{rejected.complaint.message} / {rejected.complaint.message_en}")
                else:
                    sha256 = member.measure()[1] or ""
                    reading = read_document(text, member.path.rpartition("/")[2])
                    yield member.path, sha256, text, apply(text, reading, [d for d in decided if d.sha256 == sha256])
        except IsADirectoryError:
            bad = True
            complain(
                f"{path}：这是文件夹。请逐个写出其中的文件，或用 ogi build --raw {path} 读取全部。"
                f" / It is a folder. Name the files in it, or read them all with `ogi build --raw {path}`."
            )
        except OSError as error:
            bad = True
            complain(f"{path}：无法打开 / it cannot be opened: {error.strerror}")
    if bad:
        raise typer.Exit(1)


def _decisions() -> "list[Decision]":
    from dagster_project.load.decisions import DecisionsError, read

    try:
        return [entry.decision for entry in read(paths.decisions())]
    except DecisionsError as error:
        _fail(str(error))


def _list_unbalanced(tables: list[tuple[str, str, str]]) -> None:
    """Name the tables that are not proved, file by file, and the command that says why."""
    from dagster_project.places import table_title
    from dagster_project.verdict import PROOFS

    for path, table, proof in tables[:_SHOWN]:
        say(f"{paths.raw() / path}：{table_title(table)}：{PROOFS[proof]}")
    if len(tables) > _SHOWN:
        say(f"……共 {len(tables)} 张，见 audit.quarantined_tables / {len(tables)} in all, see audit.quarantined_tables")
    if tables:
        say(f"下一步 / next  {shlex.join([sys.argv[0], 'check', str(paths.raw() / tables[0][0])])}")


def _use(variable: str, folder: Path | None) -> None:
    """Set one of the two folders that paths.py looks up."""
    if folder is not None:
        os.environ[variable] = str(folder.absolute())


def _end_with_reader() -> None:
    """Stop without a word when whoever reads our output stops, as `head` does."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _fail(message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(1)

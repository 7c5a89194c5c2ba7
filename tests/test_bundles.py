"""Documents in bundles: each is read as if it lay alone, and what is damaged costs only itself."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.load.documents import documents
from dagster_project.load.files import find
from dagster_project.load.member import MAX_BYTES
from dagster_project.load.sidecar import is_official

TEXTS = [
    f"某某县{year}年政府信息公开工作年度报告\n一、总体情况\n收到申请{year - 2000}件。\n" for year in range(2010, 2020)
]
ADDRESS, TIME = "https://www.example.gov.cn/{}.html", "2024-03-05T10:00:00"


def records() -> list[dict[str, str]]:
    return [
        {"content": text, "url": ADDRESS.format(at), "crawl_time": TIME, "id": f"第{at}份"}
        for at, text in enumerate(TEXTS)
    ]


def json_lines(rows: list[dict[str, str]]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def parquet(rows: list[dict[str, str]], rows_a_group: int = 4) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=rows_a_group)
    return sink.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


BUNDLES: dict[str, Callable[[list[dict[str, str]]], bytes]] = {
    "a.jsonl": json_lines,
    "a.ndjson": json_lines,
    "a.jsonl.gz": lambda rows: gzip.compress(json_lines(rows)),
    "a.jsonl.zst": lambda rows: pa.compress(json_lines(rows), "zstd", asbytes=True),
    "a.parquet": parquet,
}


def load(raw: Path, known: pl.DataFrame | None = None) -> pl.DataFrame:
    return pl.concat(documents(raw, find(raw, known)))


def refusals(raw: Path) -> dict[str, str]:
    refused = load(raw).filter(pl.col("rejection_code").is_not_null())
    return dict(refused.select("path", "rejection_code").iter_rows())


@pytest.mark.parametrize("name", BUNDLES)
def test_every_record_is_a_document_with_its_address(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BUNDLES[name](records()))
    read = load(tmp_path)
    assert read["text"].to_list() == TEXTS
    assert read["url"].to_list() == [ADDRESS.format(at) for at in range(10)]
    assert set(read["retrieved_at"]) == {TIME}
    assert read["path"][2] == f"{name}#000003/第2份"


@pytest.mark.parametrize("name", BUNDLES)
def test_some_records_are_read_without_the_others(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BUNDLES[name](records()))
    some = find(tmp_path).gather([1, 5, 6, 9])
    assert pl.concat(documents(tmp_path, some))["text"].to_list() == [TEXTS[at] for at in (1, 5, 6, 9)]


def test_members_of_an_archive_are_documents_under_their_names(tmp_path: Path) -> None:
    page = f"<html><body><p>{TEXTS[1]}</p></body></html>"
    files = {
        "a/": b"",
        "a/一.txt": TEXTS[0].encode(),
        "a/b.html": page.encode("gb18030"),
        "../../c.txt": TEXTS[2].encode(),
    }
    (tmp_path / "z.zip").write_bytes(zipped(files))
    read = load(tmp_path)
    assert read["path"].to_list() == ["z.zip/a/一.txt", "z.zip/a/b.html", "z.zip/../../c.txt"]
    assert read["reader"].to_list() == ["text", "html", "text"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["z.zip"]


def test_a_name_in_gb18030_that_does_not_say_so_is_shown_right(tmp_path: Path) -> None:
    archive = zipped({"XXXXXX.txt": TEXTS[0].encode()})
    (tmp_path / "z.zip").write_bytes(archive.replace(b"XXXXXX", "某县局".encode("gb18030")))
    assert load(tmp_path)["path"].to_list() == ["z.zip/某县局.txt"]


def test_a_file_beside_a_bundle_names_its_columns(tmp_path: Path) -> None:
    rows = [{"列一": text, "Link": "https://a.cn", "text": "不是这一列"} for text in TEXTS]
    (tmp_path / "a.jsonl").write_bytes(json_lines(rows))
    (tmp_path / "b.parquet").write_bytes(parquet(rows[:1]))
    (tmp_path / "a.jsonl.columns.toml").write_text('text = "列一"\n', encoding="utf-8")
    read = load(tmp_path)
    assert read.filter(pl.col("path").str.starts_with("a.jsonl#"))["text"].to_list() == TEXTS
    assert read.filter(pl.col("path").str.starts_with("b.parquet"))["text"].to_list() == ["不是这一列"]
    assert refusals(tmp_path)["a.jsonl.columns.toml"] == "companion_file"


@pytest.mark.parametrize("content", ["text = ", 'texts = "a"', "text = 3", "\udcff"])
def test_a_bundle_whose_columns_are_named_wrongly_is_not_guessed_at(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(records()))
    (tmp_path / "columns.toml").write_text(content, encoding="utf-8", errors="surrogateescape")
    assert refusals(tmp_path) == {"a.jsonl": "bad_columns", "columns.toml": "companion_file"}


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_without_text_says_which_columns_it_has(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BUNDLES[name]([{"a": "1", "b": "2"}]))
    (message,) = load(tmp_path)["rejection_message"]
    assert "a, b" in message


@pytest.mark.parametrize("name", [*BUNDLES, "a.zip"])
def test_an_empty_bundle_is_rejected_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    (code,) = refusals(tmp_path).values()
    assert code in {"empty_file", "damaged_bundle"}


def test_damaged_records_are_named_and_the_others_read(tmp_path: Path) -> None:
    lines = json_lines(records()).splitlines(keepends=True)
    lines[1], lines[3] = lines[1][:40] + b"\n", b"\n"
    lines[5], lines[6] = b"[1, 2]\n", b'{"content": ["a"]}\n'
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    damaged = "damaged_record"
    assert refusals(tmp_path) == {"a.jsonl#000002": damaged, "a.jsonl#000006": damaged, "a.jsonl#000007": damaged}
    assert load(tmp_path)["text"].drop_nulls().to_list() == [TEXTS[at] for at in (0, 2, 4, 7, 8, 9)]


def test_a_line_longer_than_any_report_is_passed_over(tmp_path: Path) -> None:
    lines = json_lines(records()).splitlines(keepends=True)
    long = b'{"content": "' + b" " * (3 * MAX_BYTES) + b'"}\n'
    (tmp_path / "a.jsonl.zst").write_bytes(pa.compress(lines[0] + long + lines[1], "zstd", asbytes=True))
    assert refusals(tmp_path) == {"a.jsonl.zst#000002": "too_large"}
    assert load(tmp_path)["text"].drop_nulls().to_list() == TEXTS[:2]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_bundle_that_breaks_off_gives_what_is_whole_and_is_told(tmp_path: Path, name: str) -> None:
    rows = [{"text": f"{number}：{text}" * 40} for number in range(100) for text in TEXTS]
    whole = BUNDLES[name](rows)
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    assert refusals(tmp_path) == {name: "damaged_bundle"}
    read = load(tmp_path)["text"].drop_nulls().to_list()
    assert 100 < len(read) < 1000
    assert read == [row["text"] for row in rows[: len(read)]]


def test_a_parquet_that_breaks_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(records())[:-100])
    assert refusals(tmp_path) == {"a.parquet": "damaged_bundle"}


def test_faults_of_an_archive_cost_only_the_member_that_has_them(tmp_path: Path) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("torn.txt", TEXTS[0])
        archive.writestr("locked.txt", TEXTS[1])
        archive.writestr("lying.txt", TEXTS[2])
        archive.writestr("inner.zip", zipped({"a.txt": TEXTS[3].encode()}))
        archive.writestr("bomb.txt", bytes(8 << 20), zipfile.ZIP_DEFLATED)
        archive.writestr("good.txt", TEXTS[4])
        archive.writestr("photo.jpg", b"\xff\xd8\xff\xe0")
        entries = {entry.filename: entry for entry in archive.infolist()}
        entries["locked.txt"].flag_bits |= 1
        entries["lying.txt"].file_size = 20
    data = stored.getvalue()
    (tmp_path / "z.zip").write_bytes(data.replace(TEXTS[0].encode(), TEXTS[5].encode(), 1))
    assert refusals(tmp_path) == {
        "z.zip/torn.txt": "damaged_record",
        "z.zip/locked.txt": "encrypted",
        "z.zip/lying.txt": "damaged_record",
        "z.zip/inner.zip": "nested_archive",
        "z.zip/bomb.txt": "bomb",
        "z.zip/photo.jpg": "not_text",
    }
    assert load(tmp_path)["text"].drop_nulls().to_list() == [TEXTS[4]]


def test_an_archive_whose_members_share_their_bytes_is_a_bomb(tmp_path: Path) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.txt", TEXTS[0])
        archive.writestr("b.txt", TEXTS[0])
        entries = archive.infolist()
        entries[1].header_offset = entries[0].header_offset
    (tmp_path / "z.zip").write_bytes(sink.getvalue())
    assert refusals(tmp_path) == {"z.zip": "bomb"}


def test_copies_are_known_across_bundles_and_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(records()[:2]))
    (tmp_path / "b.txt").write_text(TEXTS[1], encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(zipped({"1.txt": TEXTS[0].encode(), "2.txt": TEXTS[2].encode()}))
    assert refusals(tmp_path) == {"b.txt": "duplicate_file", "c.zip/1.txt": "duplicate_file"}


def test_what_is_known_is_not_opened_again_and_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(records()))
    (tmp_path / "b.txt").write_text(TEXTS[1], encoding="utf-8")
    found = find(tmp_path)
    altered = found.with_columns(url=pl.lit("known"))
    assert find(tmp_path, found).equals(found)
    assert set(find(tmp_path, altered)["url"]) == {"known"}
    (tmp_path / "columns.toml").write_text('url = "id"\n', encoding="utf-8")
    assert find(tmp_path, altered).filter(pl.col("url") == "known")["path"].to_list() == ["b.txt"]
    (tmp_path / "a.jsonl").unlink()
    assert find(tmp_path, found).filter(pl.col("path") == "b.txt")["rejection_code"].to_list() == [None]


def sources(raw: Path, *lines: str, encoding: str = "utf-8") -> None:
    (raw / "sources.csv").write_text("\n".join(["path,url,retrieved_at", *lines]), encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sidecar_gives_files_and_members_their_addresses(tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "县"
    folder.mkdir()
    (folder / "甲.txt").write_text(TEXTS[0], encoding="utf-8")
    (folder / "z.zip").write_bytes(zipped({"a.txt": TEXTS[1].encode()}))
    (folder / "其他.txt").write_text(TEXTS[2], encoding="utf-8")
    sources(folder, "甲.txt,https://www.x.gov.cn/1.html,2024-01-02", "z.zip/a.txt,http://copy.com/,", encoding=encoding)
    read = load(tmp_path).filter(pl.col("text").is_not_null())
    assert read.select("path", "url", "retrieved_at", "official").rows() == [
        ("县/z.zip/a.txt", "http://copy.com/", None, False),
        ("县/其他.txt", None, None, None),
        ("县/甲.txt", "https://www.x.gov.cn/1.html", "2024-01-02", True),
    ]
    assert refusals(tmp_path) == {"县/sources.csv": "companion_file"}


def test_lines_of_a_sidecar_that_are_of_no_use_are_told_and_the_others_used(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    sources(tmp_path, "nowhere.txt,https://a.cn", "a.txt,javascript:alert(1)", "a.txt", '"a.txt",https://b.cn,"1,2"')
    read = load(tmp_path)
    assert read["url"].to_list() == ["https://b.cn", None]
    assert read["rejection_code"].to_list() == [None, "sidecar_lines"]
    assert "2、3、4" in read["rejection_message"][1]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02" * 100])
def test_a_sidecar_that_cannot_be_used_is_told_and_stops_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "sources.csv").write_bytes(content)
    assert load(tmp_path)["rejection_code"].to_list() == [None, "bad_sidecar"]


def test_of_equal_files_the_official_one_is_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXTS[0], encoding="utf-8")
    sources(tmp_path, "a.txt,https://www.gov.cn.copy.com/", "c.txt,https://www.x.gov.cn/")
    found = find(tmp_path)
    assert found["rejection_code"].to_list() == ["duplicate_file", "duplicate_file", None, "companion_file"]
    (tmp_path / "sources.csv").unlink()
    assert find(tmp_path, found).equals(find(tmp_path))
    assert find(tmp_path)["rejection_code"].to_list() == [None, "duplicate_file", "duplicate_file"]


@pytest.mark.parametrize(
    ("url", "official"),
    [
        ("http://www.hengshan.gov.cn/a.html", True),
        ("https://gov.cn", True),
        ("https://x.gov.cn:8080/?a", True),
        ("HTTPS://X.GOV.CN/", True),
        ("https://x.gov.cn.evil.com/", False),
        ("https://evil.com/x.gov.cn/", False),
        ("https://evil.com/?https://x.gov.cn/", False),
        ("https://xgov.cn/", False),
        ("https://x.gov.cn@evil.com/", False),
    ],
)
def test_only_a_host_of_the_state_is_official(url: str, official: bool) -> None:
    assert pl.select(is_official(pl.lit(url))).item() is official

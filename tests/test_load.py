import os
from pathlib import Path

import pytest

from dagster_project.load.documents import documents
from dagster_project.load.files import find
from dagster_project.load.html import read_html
from dagster_project.load.member import MAX_BYTES
from dagster_project.load.readers import read
from dagster_project.load.rejections import REASONS, RejectedError
from tests.conftest import RAW

TEXT = "某某县2020年政府信息公开工作年度报告\n一、总体情况\n本年度报告由本机关编制，收到申请12件。\n" * 3


def load(raw: Path) -> dict[str, dict[str, object]]:
    return {row["path"]: row for chunk in documents(raw, find(raw)) for row in chunk.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-bom"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le-bom"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be-bom"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_every_encoding_gives_the_same_text(encoding: str, mark: bytes, named: str) -> None:
    found = read(mark + TEXT.encode(encoding), "报告.txt")
    assert (found.text, found.encoding) == (TEXT, named)


@pytest.mark.parametrize("name", sorted(path.name for path in RAW.iterdir()))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_real_reports_survive_every_encoding(name: str, encoding: str) -> None:
    text = (RAW / name).read_bytes().decode("utf-8")
    assert read(text.encode(encoding), name).text == text


def test_short_gb18030_text_is_read() -> None:
    assert read("规章 | 12".encode("gb18030"), "a.txt").text == "规章 | 12"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_with_the_cell_marks_of_word_is_read(encoding: str) -> None:
    text = TEXT + "指标\x07数量\x07\x07\n规章\x0712\x07\x07\n" * 20
    assert read(text.encode(encoding), "a.txt").text == text


def test_text_cut_off_inside_a_character_is_read_and_told() -> None:
    found = read(TEXT.encode()[:-2], "a.txt")
    assert found.text == TEXT[:-2] + "\ufffd"
    assert found.encoding == "utf-8, damaged"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "empty_file"),
        ("a.txt", b" \n\t\n", "empty_file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_text"),
        ("a.txt", b"\xff\xd8\xff\xe0" + bytes(range(256)), "not_text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "not_text"),
        ("a.txt", bytes(range(256)) * 4, "not_text"),
        ("a.txt", TEXT.encode().replace(b"\n", b"\x00"), "not_text"),
        (
            "a.txt",
            "某縣政府資訊公開年度報告本年度報告由本機關編製並收到申請十二件均已依法答覆".encode("big5"),
            "unknown_encoding",
        ),
        ("a.pdf", b"%PDF-1.7\n", "damaged_file"),
        ("a.txt", b"PK\x03\x04" + bytes(64), "unknown_format"),
        ("a.csv", b"a,b\n", "unknown_format"),
    ],
)
def test_what_is_no_readable_text_is_rejected_by_name(name: str, content: bytes, code: str) -> None:
    with pytest.raises(RejectedError) as caught:
        read(content, name)
    assert caught.value.complaint.code == code


@pytest.mark.parametrize(
    "name",
    [
        "with blanks.txt",
        "引号'\"`.txt",
        "报告 二〇二〇.txt",
        "two\nlines.txt",
        "-rf.txt",
        ".hidden.txt",
        "UPPER.TXT",
        "报告",
        "报告2021.1.5",
    ],
)
def test_a_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert load(tmp_path)[name]["text"] == TEXT


def test_a_name_that_is_no_utf8_is_read_and_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("报告.txt".encode("gb18030"))).write_text(TEXT, encoding="utf-8")
    assert load(tmp_path)[r"\xb1\xa8\xb8\xe6.txt"]["text"] == TEXT


def test_folders_are_searched_and_files_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert find(tmp_path)["path"].to_list() == ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.txt"]


def test_links_that_lead_nowhere_or_out_or_to_folders_are_rejected_by_name(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (raw / "folder").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    (raw / "dangling.txt").symlink_to("nowhere.txt")
    (raw / "outside.txt").symlink_to("../secret.txt")
    (raw / "around.txt").symlink_to("around.txt")
    (raw / "again").symlink_to("folder")
    codes = dict(find(raw).select("path", "rejection_code").iter_rows())
    assert codes == {
        "dangling.txt": "dangling_link",
        "outside.txt": "outside_raw",
        "around.txt": "dangling_link",
        "again": "linked_folder",
    }


def test_a_link_within_the_folder_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").symlink_to("b.txt")
    codes = find(tmp_path).select("path", "rejection_code").rows()
    assert codes == [("a.txt", None), ("b.txt", "duplicate_file")]


def test_a_copy_is_rejected_and_the_first_named(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt", "3.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = find(tmp_path)
    assert found["rejection_code"].to_list() == [None, "duplicate_file", "duplicate_file"]
    assert all("1.txt" in message for message in found["rejection_message"][1:])


def test_empty_files_are_empty_and_no_copies_of_each_other(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).touch()
    assert find(tmp_path)["rejection_code"].to_list() == ["empty_file", "empty_file"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert find(tmp_path)["rejection_code"].to_list() == ["not_a_file"]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert find(tmp_path)["rejection_code"].to_list() == ["too_large"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_rejected_by_name(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "file.txt").chmod(0)
    (tmp_path / "folder").mkdir(mode=0)
    found = find(tmp_path)
    (tmp_path / "folder").chmod(0o700)
    assert found.select("path", "rejection_code").rows() == [("file.txt", "unreadable"), ("folder", "unreadable")]


def test_a_file_that_went_away_is_rejected_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    found = find(tmp_path)
    (tmp_path / "a.txt").unlink()
    (chunk,) = documents(tmp_path, found)
    assert chunk["rejection_code"].to_list() == ["unreadable"]


def test_a_missing_input_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="no such input folder"):
        find(tmp_path / "absent")


def test_an_empty_input_folder_has_no_files(tmp_path: Path) -> None:
    assert find(tmp_path).is_empty()
    assert list(documents(tmp_path, find(tmp_path))) == []


def test_every_reason_is_worded_in_both_languages() -> None:
    for zh, en in REASONS.values():
        assert any("\u4e00" <= character <= "\u9fff" for character in zh)
        assert en.isprintable()


def test_table_cells_of_a_page_stay_apart() -> None:
    page = "<table><tr><td>规章</td><td>1</td><td>0</td></tr><tr><td>规范性文件<td>12<td></table>"
    assert read_html(page) == "规章 | 1 | 0\n规范性文件 | 12 |  |\n"


def test_merged_cells_leave_every_row_whole() -> None:
    page = """<table>
        <tr><td rowspan="2" colspan="2">三、办理结果</td><td>（一）予以公开</td><td>3</td></tr>
        <tr><td>（二）部分公开</td><td>4</td></tr>
        <tr><td>四</td><td colspan="3">合计</td></tr>
    </table>"""
    assert read_html(page).splitlines() == [
        "三、办理结果 |  | （一）予以公开 | 3",
        "|  |  | （二）部分公开 | 4",
        "四 | 合计 |  |  |",
    ]


def test_an_empty_cell_at_the_end_of_a_row_is_told_from_the_end_of_the_line() -> None:
    page = "<table><tr><td></td><td>1</td><td></td></tr><tr><td></td><td></td><td></td></tr></table>"
    assert [line.count("|") for line in read_html(page).splitlines()] == [4, 4]


def test_a_raised_mark_of_a_note_is_no_part_of_the_number_before_it() -> None:
    assert read_html("<table><tr><td>规章</td><td>12<sup>1</sup></td></tr></table>") == "规章 | 12[1]\n"


def test_spans_join_and_paragraphs_of_a_cell_do_not() -> None:
    page = """<table><tr>
        <td><span>（</span><span>三</span>）</td> <td><font>1</font><font>0</font></td> <td><p>3</p><p>5</p></td>
    </tr></table>"""
    assert read_html(page) == "（三） | 10 | 3 5\n"


def test_a_table_that_lays_out_a_page_is_no_row() -> None:
    page = (
        "<table><tr><td>菜单</td><td><h1>年度报告</h1><table><tr><td>规章</td><td>1</td></tr></table></td></tr></table>"
    )
    assert read_html(page) == "菜单\n年度报告\n规章 | 1\n"


def test_a_page_that_asks_for_endless_cells_or_depth_is_still_read() -> None:
    spans = "<table>" + "<tr><td rowspan='200' colspan='200'>规章</td><td>12</td></tr>" * 300 + "</table>"
    assert len(read_html(spans)) < 100 * len(spans)
    deep = "<div>" * 100_000 + "规章 12"
    assert read_html(deep).endswith("规章 12")


def test_scripts_and_styles_are_no_text() -> None:
    page = (
        "<html><head><style>p{}</style></head><body><script>var a='12件'</script><p>正文</p><!-- 注 --></body></html>"
    )
    assert read_html(page) == "正文\n"


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML", "a.txt"])
def test_a_page_is_read_as_a_page_whatever_its_name(name: str) -> None:
    page = "<!DOCTYPE html><html><body><p>正文</p></body></html>"
    found = read(page.encode("gb18030"), name)
    assert (found.text, found.reader) == ("正文\n", "html")


def test_plain_text_with_an_angle_bracket_stays_plain() -> None:
    text = "根据<中华人民共和国政府信息公开条例>的规定\n现公布年度报告。"
    assert read(text.encode(), "a.txt").text == text


def test_nonsense_spans_and_depths_of_a_page_are_survived() -> None:
    page = "<table><tr><td rowspan='0' colspan='99999'>a</td><td colspan='x'>b</td></tr></table>" + "<div>" * 2000 + "c"
    assert read_html(page).startswith("a |")
    assert read_html(page).endswith("b\nc\n")

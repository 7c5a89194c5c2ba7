"""The same report in any kind of file says the same; and files that are no report, or are broken, are named."""

import gzip
import io
import json
import os
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from docx import Document as WordFile
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dagster_project.extract.report import read_document
from dagster_project.load.bundles import members
from dagster_project.load.docx import read_docx
from dagster_project.load.pdf import PAGE_BREAK, read_pdf
from dagster_project.load.readers import read, read_member
from dagster_project.load.rejections import RejectedError
from tests.conftest import Ogi
from tests.printed_files import as_page, as_pdf, as_text, as_wide_pdf, as_word, report

SEEDS = range(4)
KINDS = {"a.html": as_page, "a.docx": as_word, "a.pdf": as_pdf, "wide.pdf": as_wide_pdf}


def facts(text: str) -> Any:
    """All figures of a text with their proofs, and all numbers of its prose."""
    reports = read_document(text).reports
    return [
        (
            {
                (table.code, table.proof, table.blame): {
                    (cell.row, cell.column): (cell.value, cell.state, cell.inferred) for cell in table.cells
                }
                for table in one.tables
            },
            sorted((claim.measure, claim.value, claim.qualifier) for claim in one.claims),
            one.masthead.organization,
            one.masthead.year,
        )
        for one in reports
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", KINDS)
def test_a_report_says_the_same_in_any_kind_of_file(name: str, seed: int) -> None:
    blocks = report(seed)
    expected = facts(as_text(blocks).decode())
    assert expected[0][0]
    assert facts(read(KINDS[name](blocks), name).text) == expected


def test_a_report_says_the_same_in_any_bundle(tmp_path: Path) -> None:
    blocks = report(0)
    page, word, pdf = as_page(blocks), as_word(blocks), as_pdf(blocks)
    line = json.dumps({"html": page.decode()}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line))
    (tmp_path / "a.jsonl.zst").write_bytes(pa.compress(line, "zstd", asbytes=True))
    pq.write_table(pa.table({"content": [page.decode()]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"content": [word, pdf]}), tmp_path / "b.parquet")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, content in (("a.html", page), ("a.docx", word), ("a.pdf", pdf), ("a.txt", as_text(blocks))):
            archive.writestr(name, content)
    read_ones = [
        facts(read_member(one).text) for file in sorted(tmp_path.iterdir()) for one in members(file, file.name)
    ]
    assert len(read_ones) == 9
    assert all(one == read_ones[0] for one in read_ones)
    assert read_ones[0] == facts(as_text(blocks).decode())


def code(content: bytes, name: str = "a") -> str:
    with pytest.raises(RejectedError) as caught:
        read(content, name)
    return caught.value.complaint.code


def drawn(*pages: str, size: float = 12) -> bytes:
    sink = io.BytesIO()
    canvas = Canvas(sink, invariant=True)
    for page in pages:
        canvas.setFont("STSong-Light", size)
        for at, line in enumerate(page.splitlines()):
            canvas.drawString(72, 770 - 20 * at, line)
        canvas.showPage()
    canvas.save()
    return sink.getvalue()


def test_pages_of_a_pdf_stay_apart_and_lines_in_order() -> None:
    assert read_pdf(drawn("第一页\n第二行 12", "第三行")) == f"第一页\n第二行 12\n{PAGE_BREAK}第三行\n"


@pytest.mark.parametrize(("degrees", "x", "y"), [(90, 100, -100), (180, -400, -100), (270, -400, 100)])
def test_a_page_that_lies_on_its_side_is_read_upright(degrees: int, x: int, y: int) -> None:
    sink = io.BytesIO()
    canvas = Canvas(sink)
    canvas.rotate(degrees)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(x, y, "年度报告 12")
    canvas.drawString(x, y - 20, "第二行")
    canvas.save()
    assert read_pdf(sink.getvalue()) == "年度报告 12\n第二行\n"


def test_a_watermark_and_what_is_printed_twice_to_look_bold_add_nothing() -> None:
    sink = io.BytesIO()
    canvas = Canvas(sink)
    canvas.setFont("STSong-Light", 12)
    for shift in (0, 0.3):
        canvas.drawString(100 + shift, 700, "受理申请 11 件")
    canvas.rotate(45)
    canvas.drawString(400, 300, "内部资料 99")
    canvas.save()
    assert read_pdf(sink.getvalue()) == "受理申请 11 件\n"


def test_a_pdf_of_pictures_is_a_scan() -> None:
    from PIL import Image

    sink, picture = io.BytesIO(), io.BytesIO()
    Image.new("L", (200, 200), 128).save(picture, "PNG")
    canvas = Canvas(sink)
    canvas.drawImage(ImageReader(picture), 100, 100)
    canvas.save()
    assert code(sink.getvalue(), "a.pdf") == "scanned"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (as_pdf(["年度报告"], password="秘密".encode().hex()), "encrypted"),
        (drawn("年度报告")[:300], "damaged_file"),
        (b"%PDF-1.7\n" + os.urandom(5000), "damaged_file"),
        (drawn(*["页"] * 501), "too_many_pages"),
        (as_word(["年度报告"])[:-200], "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"), "not_text"),
    ],
    ids=["locked pdf", "torn pdf", "noise", "book", "torn docx", "locked docx", "doc"],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes, expected: str) -> None:
    assert code(content) == expected


def test_a_pdf_that_kills_its_reader_is_named_and_nothing_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    killer = tmp_path / "python"
    killer.write_text("#!/bin/sh\nkill -SEGV $$\n", encoding="ascii")
    killer.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killer))
    assert code(drawn("年度报告")) == "reader_gave_up"


def test_a_pdf_that_unpacks_to_more_than_any_report_is_named() -> None:
    stream = zlib.compress(b"BT /F1 9 Tf " + b"(1) Tj " * 300_000 + b"ET")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, content) for at, content in enumerate(objects, 1))
    assert code(b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n") == "reader_gave_up"


def word_with(xml: str, *, part: str = "word/document.xml") -> bytes:
    """A Word file whose body is this XML."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    names += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, f"<w:document {names}><w:body>{xml}</w:body></w:document>")
    return sink.getvalue()


def run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_what_word_prints_is_read_and_what_it_hides_is_not() -> None:
    box = f"<w:txbxContent>{run('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>申请1</w:t></w:r><w:r><w:t>0</w:t></w:r><w:del><w:r><w:t>9</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>件</w:t></w:r></w:ins></w:p>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        '<w:p><w:r><w:br w:type="page"/><w:t>下页</w:t></w:r></w:p>'
    )
    assert read_docx(word_with(body)) == f"申请10件\n框内\n{PAGE_BREAK}\n下页\n"


def test_a_table_within_a_table_of_word_is_read_and_the_outer_one_is_a_frame() -> None:
    word = WordFile()
    outer = word.add_table(1, 2)
    outer.cell(0, 0).text = "说明"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "12"
    sink = io.BytesIO()
    word.save(sink)
    assert read_docx(sink.getvalue()) == "说明\n规章 | 12\n"


def test_a_raised_mark_of_a_note_in_word_is_no_part_of_the_number_before_it() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    assert read_docx(word_with(f"<w:p><w:r><w:t>12</w:t></w:r>{raised}</w:p>")) == "12[1]\n"


def test_a_small_digit_in_a_pdf_is_no_part_of_the_number_before_it() -> None:
    sink = io.BytesIO()
    canvas = Canvas(sink)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 700, "12")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(100 + canvas.stringWidth("12", "Helvetica", 12), 703, "1")
    canvas.save()
    assert read_pdf(sink.getvalue()) == "12 1\n"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [("<w:p>" * 300 + "</w:p>" * 300, "reader_gave_up"), ("", "empty_file"), ("<w:p>", "damaged_file")],
)
def test_a_word_file_that_is_no_document_is_named(xml: str, expected: str) -> None:
    assert code(word_with(xml)) == expected


def test_a_word_file_that_unpacks_to_far_more_than_it_holds_is_a_bomb() -> None:
    assert code(word_with(" " * (8 << 20))) == "bomb"


def test_a_word_file_with_entities_of_its_own_is_refused() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert code(sink.getvalue()) == "damaged_file"


def test_the_command_line_reads_word_pdf_and_bundles(ogi: Ogi, tmp_path: Path) -> None:
    word, pdf, bundle = tmp_path / "a.docx", tmp_path / "a.pdf", tmp_path / "b.zip"
    word.write_bytes(as_word(report(1)))
    pdf.write_bytes(as_pdf(report(1)))
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("c/d.pdf", pdf.read_bytes())
        archive.writestr("e.doc", b"\xd0\xcf\x11\xe0" + bytes(600))
    result = ogi("extract", word, pdf, bundle)
    assert result.returncode == 1
    assert f"{bundle}/e.doc" in result.stderr
    ones = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["source"]["path"] for one in ones] == [str(word), str(pdf), f"{bundle}/c/d.pdf"]
    proofs = [{code: table["proof"] for code, table in one["tables"].items()} for one in ones]
    assert proofs[0]["applications"] == "proved"
    assert proofs[0] == proofs[1] == proofs[2]
    assert "表三" in ogi("check", word, pdf).stdout

"""From the bytes of one file to its text: what format they are in, and which reader takes it.

Belongs here: recognising formats by content, then by name, and calling the reader. Does not belong here: finding
files (files.py), encodings (encodings.py), the readers of single formats (html.py).
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

from dagster_project.load.docx import is_docx, read_docx
from dagster_project.load.encodings import decode
from dagster_project.load.html import read_html
from dagster_project.load.member import Member
from dagster_project.load.pdf import read_pdf
from dagster_project.load.rejections import RejectedError, reason

_OLE = b"\xd0\xcf\x11\xe0"
# How files of other kinds begin, whatever they are called: (first bytes, reason, its name in Chinese and in English).
_SIGNATURES = (
    (b"\x89PNG", "not_text", "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", "not_text", "JPEG 图片", "a JPEG picture"),
    (b"GIF8", "not_text", "GIF 图片", "a GIF picture"),
    (b"II*\x00", "not_text", "TIFF 图片", "a TIFF picture"),
    (b"MM\x00*", "not_text", "TIFF 图片", "a TIFF picture"),
    (_OLE, "not_text", "旧版 Office 文件（.doc、.xls）", "an old binary Office file (.doc, .xls)"),
    (b"{\\rtf", "unknown_format", "RTF", "RTF"),
    (b"PK\x03\x04", "unknown_format", "ZIP 或 Office 文件（.zip、.xlsx）", "ZIP or Office (.zip, .xlsx)"),
    (b"Rar!", "unknown_format", "RAR 压缩包", "RAR archive"),
    (b"7z\xbc\xaf", "unknown_format", "7z 压缩包", "7z archive"),
    (b"\x1f\x8b", "unknown_format", "gzip 压缩包", "gzip archive"),
)
_PDF, _HEAD = b"%PDF-", 1024  # where readers look for it, since some writers put other bytes before
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown"})
_EXTENSION = re.compile(
    r"\.[a-z][a-z0-9]{0,7}"
)  # what follows another point, as in 报告2021.1.5, says nothing of a format
_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
# A text file that is a saved page all the same: it begins as one, or it holds the rows of an HTML table.
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE)
_ROW = re.compile(r"</td\s*>\s*(?:<td\b|</tr\s*>)", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class Text:
    """The text of a document, in which all offsets count, and how it came about."""

    text: str
    encoding: str
    reader: str


def read_member(member: Member) -> Text:
    """The text of a document as it lies in a file or bundle. Raises RejectedError, also for what is refused already."""
    if member.refusal or member.content is None:
        raise RejectedError(member.refusal or reason("empty_file"))
    return read(member.content, member.path)


def read(content: bytes | str, name: str) -> Text:
    """The text of a document, its bytes or its characters, called `name`.

    Raises RejectedError if it is empty, no text, or of a format that is not read.
    """
    if isinstance(content, str):
        return _laid_out(content, "unicode", name)
    if _PDF in content[:_HEAD]:
        return Text(read_pdf(content), "pdf", "pdf")
    if is_docx(content):
        return Text(read_docx(content), "utf-8", "docx")
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise RejectedError(reason("encrypted"))  # how Word locks a .docx
    for signature, code, zh, en in _SIGNATURES:
        if content.startswith(signature):
            raise RejectedError(reason(code, zh=zh, en=en))
    suffix = PurePath(name).suffix.lower()
    if _EXTENSION.fullmatch(suffix) and suffix not in _TEXTS | _PAGES:
        raise RejectedError(reason("unknown_format", zh=suffix, en=suffix))
    return _laid_out(*decode(content), name)


def _laid_out(text: str, encoding: str, name: str) -> Text:
    if PurePath(name).suffix.lower() in _PAGES or _PAGE.match(text) or _ROW.search(text):
        return Text(read_html(text), encoding, "html")
    if not text.strip():
        raise RejectedError(reason("empty_file"))
    return Text(text, encoding, "text")

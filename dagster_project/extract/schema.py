"""The Arrow schemas of bronze: the one definition of its columns, their types and what they mean.

Belongs here: names, types and descriptions (Chinese, then English) of the bronze tables. Does not belong here:
filling them (batch.py) or writing them (load/bronze.py). Offsets count characters of `documents.text`.
"""

import pyarrow as pa

NUMBER = pa.decimal128(20, 6)
_text, _count, _offset, _day = pa.string(), pa.int64(), pa.int64(), pa.date32()


def _column(name: str, kind: pa.DataType, zh: str, en: str, nullable: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable, metadata={"zh": zh, "en": en})


def _key(name: str, zh: str, en: str, kind: pa.DataType = _text) -> pa.Field:
    return _column(name, kind, zh, en, nullable=False)


_report_key = _key("report_key", "报告键：文件哈希前20位加序号", "Report: 20 digits of the hash, ordinal")
_start = _column("start", _offset, "在原文中的起始字符位置", "First character in the document's text")
_end = _column("end", _offset, "在原文中的结束字符位置（不含）", "Character after the last in the document's text")

DOCUMENTS = pa.schema(
    [
        _key("path", "相对于 raw/ 的路径", "Path below raw/"),
        _column("sha256", _text, "文件内容的 SHA-256", "SHA-256 of the file's bytes"),
        _column("bytes", _count, "文件大小（字节）", "Size of the file in bytes"),
        _column("url", _text, "网址", "Address that it was retrieved from, as stated beside it"),
        _column("retrieved_at", _text, "抓取时间", "When it was retrieved, as stated beside it"),
        _column("official", pa.bool_(), "网址是否属于 gov.cn", "Whether that address is of the state itself (gov.cn)"),
        _column("encoding", _text, "文本编码", "Encoding of the text"),
        _column("reader", _text, "读取方式", "What read the file"),
        _column("characters", _count, "文本字符数", "Length of the text in characters"),
        _column("text", _text, "原文", "The text, in which all offsets count"),
        _column("document_class", _text, "文件类别", "report, sample or not_a_report; null if it could not be read"),
        _column("reports", _count, "所含报告数", "Number of reports found in it"),
        _column("rejection_code", _text, "未收录原因代码", "Why it holds no report; null if it holds any"),
        _column("rejection_message", _text, "未收录原因", "The same for people, in Chinese"),
        _column("rejection_message_en", _text, "未收录原因（英文）", "The same in English"),
    ]
)

REPORTS = pa.schema(
    [
        _report_key,
        _key("path", "文件路径", "Path of its document"),
        _key("sha256", "文件哈希", "Hash of its document"),
        _key("ordinal", "文件内序号", "Its number within the document, from 1", pa.int32()),
        _column("title", _text, "标题", "Title as printed"),
        _column("organization", _text, "报告机关（报告时的名称）", "Reporting organ, by its name at the time"),
        _column("organization_kind", _text, "机关类别", "government, department, township, vertical"),
        _column("organization_evidence", _text, "机关名称的依据", "Where the name was found"),
        _column("division_code", _text, "行政区划代码（报告期）", "Administrative division in the report's period"),
        _column("year", pa.int32(), "报告年度", "Year reported on"),
        _column("period_start", _day, "统计期起", "First day reported on"),
        _column("period_end", _day, "统计期止", "Last day reported on"),
        _column("published_on", _day, "发布日期", "Day of publication"),
        _key("layout", "版式", "E1 prose, E2 2014 annex, E3 2019 form, E4 2021 form, mixed"),
        _key("document_class", "类别", "report or sample"),
        _key("scope", "统计口径", "Whose figures they are"),
        _column("scope_evidence", _text, "统计口径的依据", "The words that tell the scope; null if none do"),
        _column(
            "prose_digest", _text, "正文去除数字后的摘要", "Hash of its prose without figures; null if there is little"
        ),
        _start,
        _end,
    ]
)

TABLES = pa.schema(
    [
        _report_key,
        _key("table_code", "表代码", "disclosure, applications, reviews, annex_2014"),
        _key("layout", "表的版式", "E2, E3 or E4, told by what is printed"),
        _key("proof", "核验结论", "proved, contradicted, incomplete, unchecked or blank"),
        _column("blame", _text, "责任", "Of a contradiction: source (as printed) or reading"),
        _key(
            "accepted",
            "人工确认原文如此",
            "Whether a reviewer confirmed that a contradiction is printed so",
            pa.bool_(),
        ),
        _column("slip", _text, "可能的差错代码", "Kind of slip that would explain it; null if none or several would"),
        _column(
            "explanation", _text, "可能的原因（仅供核对）", "What may have gone wrong, in Chinese: shown, never applied"
        ),
        _column("explanation_en", _text, "可能的原因（英文）", "The same in English"),
        _start,
        _end,
    ]
)

CELLS = pa.schema(
    [
        _report_key,
        _key("table_code", "表代码", "Table"),
        _key("row_code", "行代码", "Row of the form"),
        _key("column_code", "列代码", "Column of the form"),
        _column("value", NUMBER, "数值", "Value as printed, or as proved by an identity"),
        _column("unit", _text, "单元格内印出的单位", "Unit printed inside the cell"),
        _key("state", "单元格状态", "number, blank, not_applicable, dash or unreadable"),
        _column("inferred", _text, "推断依据", "How an identity proved it; null if read as printed"),
        _key("proof", "单元格核验", "Verdict on this cell"),
        _key("raw", "原文字符", "Characters as they stand in the text"),
        _start,
        _end,
    ]
)

CLAIMS = pa.schema(
    [
        _report_key,
        _key("position", "报告内序号", "Its number within the report, from 1", pa.int32()),
        _key("measure", "指标", "What is counted"),
        _key("value", "数值", "Number stated", NUMBER),
        _key("qualifier", "限定", "exact, more_than, about or approximately_below"),
        _column("unit", _text, "量词或单位", "Measure word or unit as printed"),
        _key("sentence", "原句", "The sentence that states it"),
        _key("rule", "规则", "The rule that read it"),
        _start,
        _end,
    ]
)

COMPLAINTS = pa.schema(
    [
        _key("path", "文件路径", "Path of its document"),
        _column("report_key", _text, "报告键", "Report it concerns; null if the document"),
        _key("position", "序号", "Its number within the document, from 1", pa.int32()),
        _key("code", "代码", "Kind of complaint"),
        _key("message", "说明", "What was expected and what was found, in Chinese"),
        _key("message_en", "英文说明", "The same in English"),
        _start,
        _end,
    ]
)

DECISIONS = pa.schema(
    [
        _key("path", "文件路径", "Path of its document"),
        _key("decision_key", "裁定键", "The decision"),
        _column("report_key", _text, "报告键", "The report that it concerns; null if there is none"),
        _key("status", "结果", "applied or not_applicable"),
        _key("message", "说明", "What it changed, or why it changed nothing, in Chinese"),
        _key("message_en", "英文说明", "The same in English"),
    ]
)

# The file of decisions as it was read: beside the parts of bronze, since it holds decisions on any document.
DECISION_FILE = pa.schema(
    [
        _key("decision_key", "裁定键", "The decision: a hash of what it decides"),
        _key("sha256", "文件哈希", "Hash of the document that it is on"),
        _key("path", "文件路径", "Where that document lay"),
        _key("report", "报告序号", "Number of the report within the document", pa.int32()),
        _key("kind", "裁定种类", "accept_as_printed, replace_reading, reject or name_organization"),
        _column("table_code", _text, "表代码", "Table"),
        _column("row_code", _text, "行代码", "Row of the form"),
        _column("column_code", _text, "列代码", "Column of the form"),
        _column("reading", _text, "读数或名称", "Number or name that was decided"),
        _key("reason", "理由", "Why"),
        _key("reviewer", "裁定人", "Who decided"),
        _key("decided_on", "裁定日期", "When", pa.date32()),
        _key("file_line", "行号", "Line in the file", pa.int32()),
        _key("decision", "裁定内容", "What is decided, as the reading is told it"),
    ]
)

BRONZE = {
    "documents": DOCUMENTS,
    "reports": REPORTS,
    "tables": TABLES,
    "cells": CELLS,
    "claims": CLAIMS,
    "complaints": COMPLAINTS,
    "decisions": DECISIONS,
}

"""The reasons for which a file cannot be read, and what each tells its owner.

Belongs here: the code and the wording of every rejection that load/ gives. Does not belong here: finding them
(files.py, readers.py), nor the reasons for which a readable text holds no report (extract/parts.py).
"""

from dagster_project.extract.records import Complaint

REASONS = {
    "empty_file": (
        "文件为空，没有任何内容。请重新下载后放回原处。",
        "The file is empty. Download it again and put it back.",
    ),
    "not_text": (
        "文件内容是{zh}，不是文字。请放入报告的文字版本（.txt、.md、.html）。",
        "The file holds {en}, not text. Put the report here as text (.txt, .md, .html).",
    ),
    "unknown_encoding": (
        "文件的文字编码无法辨认（既不是 UTF-8、GB18030，也不是 UTF-16）。请另存为 UTF-8。",
        "The encoding is none of UTF-8, GB18030 and UTF-16. Save the file as UTF-8.",
    ),
    "unknown_format": (
        "暂不支持这种格式（{zh}）。请另存为 .txt、.md 或 .html。",
        "This format ({en}) is not read. Save it as .txt, .md or .html.",
    ),
    "dangling_link": (
        "链接指向的文件不存在：{target}。请删除该链接，或放入文件本身。",
        "The link points to nothing: {target}. Remove it, or put the file itself here.",
    ),
    "outside_raw": (
        "链接指向输入文件夹之外：{target}。请放入文件本身，或用 --raw 指定那个文件夹。",
        "The link leads out of the input folder: {target}. Put the file itself here, or name that folder with --raw.",
    ),
    "linked_folder": (
        "这是指向另一个文件夹的链接：{target}。其中的文件只按原位置读取一次。",
        "This is a link to a folder: {target}. The files in it are read once, in their own place.",
    ),
    "not_a_file": (
        "这不是普通文件（例如管道或设备）。请把它移出输入文件夹。",
        "This is no ordinary file (a pipe or a device, say). Move it out of the input folder.",
    ),
    "unreadable": (
        "无法打开：{error}。请检查读取权限。",
        "It cannot be opened: {error}. Check that you may read it.",
    ),
    "too_large": (
        "文件有 {megabytes} MB，超过 {limit} MB 的上限；一份年度报告不会这么大。请拆分后放入。",
        "The file has {megabytes} MB, more than the limit of {limit} MB and than any report. Split it.",
    ),
    "duplicate_file": (
        "与文件“{target}”内容完全相同，只读取那一份。",
        "Byte for byte the same as “{target}”, which is the one that is read.",
    ),
    "reader_failed": (
        "读取程序出错：{error}。请把该文件连同本条消息报告给项目维护者。",
        "The reader failed: {error}. Please report this message and the file to the project.",
    ),
}


class RejectedError(Exception):
    """A file cannot be read; `complaint` says why."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.message_en)
        self.complaint = complaint


def reason(code: str, **details: object) -> Complaint:
    """The complaint of that code, with its details filled in.

    >>> reason("duplicate_file", target="a.txt").message
    '与文件“a.txt”内容完全相同，只读取那一份。'
    """
    zh, en = REASONS[code]
    return Complaint(code, zh.format(**details), en.format(**details))

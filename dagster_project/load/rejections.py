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
        "文件内容是{zh}，不是文字。请放入报告的文字版本（.txt、.html、.docx、.pdf）。",
        "The file holds {en}, not text. Put the report here as text (.txt, .html, .docx, .pdf).",
    ),
    "unknown_encoding": (
        "文件的文字编码无法辨认（既不是 UTF-8、GB18030，也不是 UTF-16）。请另存为 UTF-8。",
        "The encoding is none of UTF-8, GB18030 and UTF-16. Save the file as UTF-8.",
    ),
    "unknown_format": (
        "暂不支持这种格式（{zh}）。请另存为 .txt、.html、.docx 或 .pdf。",
        "This format ({en}) is not read. Save it as .txt, .html, .docx or .pdf.",
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
    "changed": (
        "文件在本次运行中被改动或删除。请再运行一次。",
        "The file was changed or removed during this run. Run it again.",
    ),
    "companion_file": (
        "这是说明其他文件的辅助文件，已按其内容使用；其中没有报告。",
        "This file tells of others, and was used as such; there is no report in it.",
    ),
    "sidecar_lines": (
        "这是说明其他文件来源的辅助文件。有 {count} 行没有用上（第 {lines} 行）：没有那个文件，或网址不是 http(s)。",
        "This file tells where others come from. {count} lines were of no use (lines {lines}): there is no such file, "
        "or the address is not http(s).",
    ),
    "bad_sidecar": (
        "这个说明来源的文件无法使用：{error}。需要 path、url 两列，可另有 retrieved_at。",
        "This file of sources cannot be used: {error}. It needs the columns path and url, and may have retrieved_at.",
    ),
    "bad_columns": (
        "说明列名的文件“{file}”无法使用：{error}。请改正后再运行。",
        "“{file}”, which names the columns, cannot be used: {error}. Mend it and run again.",
    ),
    "no_text_column": (
        '没有正文所在的列，只有：{names}。请在旁边的 columns.toml 中写明，例如 text = "列名"。',
        'There is no column of text, only: {names}. Name it in a columns.toml beside it, as in text = "NAME".',
    ),
    "damaged_record": (
        "这一条记录已损坏，其余照常读取：{error}。",
        "This record is damaged, the others are read: {error}.",
    ),
    "damaged_bundle": (
        "文件从第 {last} 条之后损坏，此前的照常读取：{error}。请重新下载。",
        "The file is damaged after record {last}, those before are read: {error}. Download it again.",
    ),
    "bomb": (
        "压缩比或成员的排列不可能出自正常文件，未解压。请核实来源，或放入解压后的文件。",
        "No honest file is packed so tightly; it was not unpacked. Check its origin, or put the unpacked files here.",
    ),
    "encrypted": (
        "文件已加密，需要密码。请放入没有密码的版本。",
        "The file is encrypted. Put a version without a password here.",
    ),
    "nested_archive": (
        "压缩包里的压缩包不读取。请把里面的文件直接放入。",
        "An archive within an archive is not read. Put its files here themselves.",
    ),
    "scanned": (
        "文件里只有图像，没有文字（扫描件）。请放入有文字的版本，或先做文字识别。",
        "The file holds pictures of pages and no text (a scan). Put a version with text here, or have it recognized.",
    ),
    "damaged_file": (
        "文件已损坏，无法打开。请重新下载后放回原处。",
        "The file is damaged and cannot be opened. Download it again and put it back.",
    ),
    "too_many_pages": (
        "页数远超一份年度报告（上限 500 页）。请拆分后放入。",
        "It has many more pages than any report (the limit is 500). Split it.",
    ),
    "reader_gave_up": (
        "读取所需的时间或内存超过上限，已放弃。请另存为 .txt 后放入。",
        "Reading it took more time or memory than allowed. Save it as .txt and put that here.",
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

"""Which column of a bundle holds what: the names that are known, and the small file beside it that says others.

Belongs here: `columns.toml`, for the bundles of a folder, and `NAME.columns.toml`, for the bundle NAME alone. Does
not belong here: reading bundles (bundles.py), the addresses of single files (sidecar.py).
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from dagster_project.load.rejections import RejectedError, reason

FILE_NAME = "columns.toml"
# What a column is called if no file says so, the likeliest first; case does not count.
KNOWN = {
    "text": ("text", "content", "html", "body", "raw", "正文", "内容", "全文"),
    "url": ("url", "source_url", "link", "href", "网址", "链接"),
    "retrieved_at": ("retrieved_at", "fetched_at", "crawled_at", "crawl_time", "采集时间", "抓取时间"),
    "name": ("path", "file_name", "filename", "name", "title", "id", "文件名", "标题"),
}

Columns = Mapping[str, Sequence[str]]


def is_mapping(name: str) -> bool:
    """Whether a file says what the columns of bundles are called."""
    return name == FILE_NAME or name.endswith("." + FILE_NAME)


def beside(bundle: Path) -> Path | None:
    """The file that names the columns of a bundle, its own before that of its folder; None if there is none."""
    own, of_folder = bundle.with_name(f"{bundle.name}.{FILE_NAME}"), bundle.with_name(FILE_NAME)
    return own if own.is_file() else of_folder if of_folder.is_file() else None


def columns_of(bundle: Path) -> Columns:
    """For each thing wanted (keys of KNOWN) the names that its column may have.

    Raises RejectedError (bad_columns) if the file that names them cannot be understood: a guess could read the wrong
    column.
    """
    file = beside(bundle)
    if file is None:
        return KNOWN
    try:
        named = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RejectedError(reason("bad_columns", file=file.name, error=error)) from error
    strange = [key for key, name in named.items() if key not in KNOWN or not isinstance(name, str)]
    if strange:
        wrong = f"{', '.join(strange)}（{', '.join(KNOWN)}）"
        raise RejectedError(reason("bad_columns", file=file.name, error=wrong))
    return {**KNOWN, **{key: (name.lower(),) for key, name in named.items()}}

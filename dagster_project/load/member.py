"""One document as it lies in a file or a bundle, before anyone has read it.

Belongs here: that shape, and the size that a document may have. Does not belong here: where they come from
(bundles.py), what they say (readers.py).
"""

import hashlib
from dataclasses import dataclass

from dagster_project.extract.records import Complaint
from dagster_project.load.rejections import reason

MAX_BYTES = 64 * 1024 * 1024  # of a document; a bundle may have any size


@dataclass(slots=True, frozen=True)
class Member:
    """The bytes of a file, or the text of a record; or the reason for which there is neither.

    `number` is the place in the bundle, from 0; None for a file that is no bundle and for what concerns a whole bundle.
    `url` and `retrieved_at` are as the bundle states them.
    """

    path: str
    number: int | None
    content: bytes | str | None
    refusal: Complaint | None = None
    url: str | None = None
    retrieved_at: str | None = None

    def measure(self) -> tuple[int, str] | tuple[None, None]:
        """Length in bytes and SHA-256 of the content; of a text, as UTF-8. None if there is no content to read."""
        if self.content is None:
            return None, None
        data = self.content if isinstance(self.content, bytes) else self.content.encode(errors="surrogatepass")
        return len(data), hashlib.sha256(data).hexdigest()


def too_large(size: int) -> Complaint:
    """The reason not to read a document of so many bytes."""
    return reason("too_large", megabytes=size >> 20, limit=MAX_BYTES >> 20)

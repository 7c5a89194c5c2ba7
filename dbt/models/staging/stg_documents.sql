select
    d.path,
    d.sha256,
    d.bytes,
    d.url,
    d.retrieved_at,
    d.official,
    d.encoding,
    d.reader,
    d.characters,
    d.document_class,
    d.reports,
    d.rejection_code,
    d.rejection_message as rejection_message_zh,
    d.rejection_message_en
from {{ bronze('documents') }} as d

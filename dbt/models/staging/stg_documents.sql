select
    d.path,
    d.sha256,
    d.bytes,
    d.encoding,
    d.reader,
    d.characters,
    d.document_class,
    d.reports,
    d.rejection_code,
    d.rejection_message
from {{ bronze('documents') }} as d

select
    d.path,
    d.rejection_code,
    d.rejection_message_zh,
    d.rejection_message_en,
    d.document_class,
    d.sha256,
    d.bytes,
    d.encoding,
    d.reader
from {{ ref('stg_documents') }} as d
where d.rejection_code is not null

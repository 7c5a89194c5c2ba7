select
    c.path as source_path,
    c.position,
    c.report_key,
    c.code as complaint_code,
    c.message as message_zh,
    c.message_en,
    d.sha256 as source_sha256,
    c.source_start,
    c.source_end
from {{ ref('stg_complaints') }} as c
left join {{ ref('stg_documents') }} as d on c.path = d.path

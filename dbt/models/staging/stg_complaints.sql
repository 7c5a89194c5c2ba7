select
    c.path,
    c.report_key,
    c.position,
    c.code,
    c.message,
    c.message_en,
    c.start as source_start,
    c.end as source_end
from {{ bronze('complaints') }} as c

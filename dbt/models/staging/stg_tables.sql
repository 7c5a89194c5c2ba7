select
    t.report_key,
    t.table_code,
    t.layout as layout_code,
    t.proof,
    t.blame,
    t.start as source_start,
    t.end as source_end
from {{ bronze('tables') }} as t

select
    c.report_key,
    c.table_code,
    c.row_code,
    c.column_code,
    cast(c.value as decimal(28, 6)) as value,
    c.unit as printed_unit,
    c.state,
    c.inferred,
    c.proof,
    c.raw,
    c.start as source_start,
    c.end as source_end
from {{ bronze('cells') }} as c

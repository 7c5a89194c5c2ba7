-- The cells of published tables in which no number is printed: blank, not applicable, a dash. They make no fact.
select
    c.report_key,
    c.table_code,
    c.row_code,
    c.column_code,
    c.state,
    c.raw,
    c.source_sha256,
    c.source_start,
    c.source_end
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
where c.quarantine_reason is null and c.value is null

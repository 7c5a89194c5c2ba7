-- The cells that are not in the facts, because their table does not count or does not balance.
select
    {{ keys_of_report('c') }},
    c.table_code,
    c.row_code,
    c.column_code,
    c.quarantine_reason as reason_code,
    c.quantity,
    c.unit,
    c.value as printed_quantity,
    c.printed_unit,
    c.proof,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
where c.quarantine_reason is not null

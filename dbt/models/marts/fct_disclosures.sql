-- Table two: a number for each item and measure, money in yuan. The form puts no hard identity under it; `proof` says
-- what is known of each number.
select
    {{ keys_of_report('c') }},
    i.item_code,
    m.measure_code,
    c.quantity,
    c.unit,
    c.value as printed_quantity,
    c.printed_unit,
    c.proof,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
inner join {{ ref('dim_disclosure_item') }} as i on c.row_code = i.item_code
inner join {{ ref('dim_disclosure_measure') }} as m on c.column_code = m.measure_code
where c.table_code = 'disclosure' and c.quarantine_reason is null and c.value is not null

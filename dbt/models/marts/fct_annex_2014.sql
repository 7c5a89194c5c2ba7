-- The statistical annex of 2014: a number for each indicator, money in yuan. Indicators contain each other (see
-- parent_code of dim_annex_indicator): sum over reports, not over indicators.
select
    {{ keys_of_report('c') }},
    i.indicator_code,
    c.quantity,
    c.unit,
    c.value as printed_quantity,
    c.printed_unit,
    c.proof,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
inner join {{ ref('dim_annex_indicator') }} as i on c.row_code = i.indicator_code
where c.table_code = 'annex_2014' and c.quarantine_reason is null and c.value is not null

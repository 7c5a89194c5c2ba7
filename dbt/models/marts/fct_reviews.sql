-- Reviews and lawsuits by channel and result, no totals.
select
    {{ keys_of_report('c') }},
    n.channel_code,
    s.result_code,
    cast(c.quantity as bigint) as cases,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
inner join {{ ref('dim_review_channel') }} as n on c.row_code = n.channel_code
inner join {{ ref('dim_review_result') }} as s on c.column_code = s.result_code
where c.table_code = 'reviews' and c.quarantine_reason is null and c.value is not null

-- Every cell with its report's keys, its table's standing and its quantity in one unit (yuan, not 万元). A unit printed
-- in the cell goes before that of the form. The facts and what is in quarantine are cut from here.
select
    {{ keys_of_report('t') }},
    c.table_code,
    t.layout_code,
    c.row_code,
    c.column_code,
    c.value,
    coalesce(c.printed_unit, f.unit) as printed_unit,
    cast(c.value * coalesce(u.factor, 1) as decimal(28, 6)) as quantity,
    coalesce(u.unit, c.printed_unit, f.unit) as unit,
    c.state,
    c.inferred,
    c.proof,
    c.raw,
    c.source_start,
    c.source_end,
    t.source_sha256,
    t.proof as table_proof,
    t.quarantine_reason
from {{ ref('stg_cells') }} as c
{{ of_changed('c') }}
inner join {{ ref('int_tables') }} as t
    on c.report_key = t.report_key and c.table_code = t.table_code
left join {{ ref('int_form_cells') }} as f
    on
        c.table_code = f.table_code
        and t.layout_code = f.layout_code
        and c.row_code = f.row_code
        and c.column_code = f.column_code
left join {{ ref('units') }} as u
    on coalesce(c.printed_unit, f.unit) = u.printed_unit

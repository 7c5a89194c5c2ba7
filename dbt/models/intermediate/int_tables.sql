-- Whether a table's cells are published, and if not, why. The one place where that is decided.
-- Table two and the annex may stand unchecked, and say so in every row: the forms put no hard identity under all of
-- their numbers. Tables three and four count cases: a negative or a broken number in them is no count.
select
    {{ keys_of_report('r') }},
    t.table_code,
    t.layout_code,
    t.proof,
    t.blame,
    t.source_start,
    t.source_end,
    r.source_path,
    r.source_sha256,
    coalesce(f.cells, 0) as cells,
    coalesce(f.numbers, 0) as numbers,
    coalesce(f.non_zero_numbers, 0) as non_zero_numbers,
    case
        when r.quarantine_reason is not null then r.quarantine_reason
        when t.proof in ('contradicted', 'incomplete', 'blank') then t.proof
        when t.table_code in ('applications', 'reviews') and t.proof <> 'proved' then 'unchecked'
        when t.table_code in ('applications', 'reviews') and f.odd_numbers > 0 then 'not_a_count'
    end as quarantine_reason
from {{ ref('stg_tables') }} as t
{{ of_changed('t') }}
inner join {{ ref('int_report_keys') }} as r on t.report_key = r.report_key
left join {{ ref('int_table_figures') }} as f
    on t.report_key = f.report_key and t.table_code = f.table_code

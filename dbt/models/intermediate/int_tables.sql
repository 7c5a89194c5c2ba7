-- Whether a table's cells are published, and if not, why. The one place where that is decided.
-- Table two and the annex may stand unchecked, and say so in every row: the forms put no hard identity under all of
-- their numbers. Tables three and four count cases: a negative or a broken number in them is no count.
select
    t.report_key,
    t.table_code,
    t.layout_code,
    t.proof,
    t.blame,
    t.source_start,
    t.source_end,
    r.path,
    r.sha256,
    r.document_class,
    coalesce(f.cells, 0) as cells,
    coalesce(f.numbers, 0) as numbers,
    coalesce(f.non_zero_numbers, 0) as non_zero_numbers,
    f.fingerprint,
    case
        when r.document_class <> 'report' then 'sample'
        when not s.is_current then s.duplicate_reason
        when t.proof in ('contradicted', 'incomplete', 'blank') then t.proof
        when t.table_code in ('applications', 'reviews') and t.proof <> 'proved' then 'unchecked'
        when t.table_code in ('applications', 'reviews') and f.odd_numbers > 0 then 'not_a_count'
    end as quarantine_reason
from {{ ref('stg_tables') }} as t
inner join {{ ref('stg_reports') }} as r on t.report_key = r.report_key
inner join {{ ref('int_reports') }} as s on t.report_key = s.report_key
left join {{ ref('int_table_figures') }} as f
    on t.report_key = f.report_key and t.table_code = f.table_code

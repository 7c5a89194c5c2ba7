{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_application_outcomes'}}}) }}

-- No fact of a table that is not proved (or, in table two and the annex, unchecked), of a sample, of a version that
-- does not count. Judged from bronze, not from the models that sort the tables.
with facts as (
    select
        f.report_key,
        'applications' as table_code
    from {{ ref('fct_application_outcomes') }} as f

    union

    select
        f.report_key,
        'applications' as table_code
    from {{ ref('fct_application_flows') }} as f

    union

    select
        f.report_key,
        'reviews' as table_code
    from {{ ref('fct_reviews') }} as f

    union

    select
        f.report_key,
        'disclosure' as table_code
    from {{ ref('fct_disclosures') }} as f

    union

    select
        f.report_key,
        'annex_2014' as table_code
    from {{ ref('fct_annex_2014') }} as f
)

select
    f.report_key,
    f.table_code,
    t.proof,
    r.document_class,
    s.is_current
from facts as f
left join {{ ref('stg_tables') }} as t on f.report_key = t.report_key and f.table_code = t.table_code
left join {{ ref('stg_reports') }} as r on f.report_key = r.report_key
left join {{ ref('int_reports') }} as s on f.report_key = s.report_key
where
    case
        when f.table_code in ('disclosure', 'annex_2014') then t.proof in ('proved', 'unchecked')
        else t.proof = 'proved'
    end is not true
    or r.document_class is distinct from 'report'
    or s.is_current is not true

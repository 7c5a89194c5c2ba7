{{ config(severity='error', meta={'dagster': {'ref': {'name': 'empty_cells'}}}) }}

-- Every cell that was read is a fact, a printed total, an empty cell or in quarantine, and only one of them.
with kept as (
    select
        f.report_key,
        'applications' as table_code,
        f.outcome_code as row_code,
        f.applicant_code as column_code
    from {{ ref('fct_application_outcomes') }} as f

    union all

    select
        f.report_key,
        'applications' as table_code,
        f.flow_code as row_code,
        f.applicant_code as column_code
    from {{ ref('fct_application_flows') }} as f

    union all

    select
        f.report_key,
        'reviews' as table_code,
        f.channel_code as row_code,
        f.result_code as column_code
    from {{ ref('fct_reviews') }} as f

    union all

    select
        f.report_key,
        'disclosure' as table_code,
        f.item_code as row_code,
        f.measure_code as column_code
    from {{ ref('fct_disclosures') }} as f

    union all

    select
        f.report_key,
        'annex_2014' as table_code,
        f.indicator_code as row_code,
        'value' as column_code
    from {{ ref('fct_annex_2014') }} as f

    union all

    select distinct
        t.report_key,
        t.table_code,
        t.row_code,
        t.column_code
    from {{ ref('printed_totals') }} as t
    where t.column_code = 'total'

    union all

    select
        c.report_key,
        c.table_code,
        c.row_code,
        c.column_code
    from {{ ref('empty_cells') }} as c

    union all

    select
        c.report_key,
        c.table_code,
        c.row_code,
        c.column_code
    from {{ ref('quarantined_cells') }} as c
),

counted as (
    select
        k.report_key,
        k.table_code,
        count(*) as cells
    from kept as k
    group by k.report_key, k.table_code
)

select
    f.report_key,
    f.table_code,
    f.cells as cells_read,
    c.cells as cells_kept
from {{ ref('int_table_figures') }} as f
left join counted as c on f.report_key = c.report_key and f.table_code = c.table_code
where f.cells <> coalesce(c.cells, 0)

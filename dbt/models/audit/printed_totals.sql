-- The totals as printed, and what the published facts add up to in their place: every cell that alone is one side of an
-- equation, wherever the table is published. Proof that no fact is missing, doubled or changed on the way.
with facts as (
    select
        f.report_key,
        'applications' as table_code,
        f.outcome_code as row_code,
        f.applicant_code as column_code,
        f.applications as value
    from {{ ref('fct_application_outcomes') }} as f

    union all

    select
        f.report_key,
        'applications' as table_code,
        f.flow_code as row_code,
        f.applicant_code as column_code,
        f.applications as value
    from {{ ref('fct_application_flows') }} as f

    union all

    select
        f.report_key,
        'reviews' as table_code,
        f.channel_code as row_code,
        f.result_code as column_code,
        f.cases as value
    from {{ ref('fct_reviews') }} as f

    union all

    select
        f.report_key,
        'annex_2014' as table_code,
        f.indicator_code as row_code,
        'value' as column_code,
        f.printed_quantity as value
    from {{ ref('fct_annex_2014') }} as f
),

places as (
    select
        f.report_key,
        f.table_code,
        f.row_code,
        f.column_code,
        f.value
    from facts as f

    union all

    select
        f.report_key,
        f.table_code,
        f.row_code,
        'total' as column_code,
        sum(f.value) as value
    from facts as f
    group by f.report_key, f.table_code, f.row_code
),

alone as (
    select
        t.identity_code,
        t.layout_code,
        t.place_code
    from {{ ref('int_identity_terms') }} as t
    inner join {{ ref('identities') }} as i on t.identity_code = i.identity_code
    where t.side = 'left' and i.operator = '=' and i.strength = 'hard'
    group by t.identity_code, t.layout_code, t.place_code
    having count(*) = 1
),

terms as (
    select
        t.identity_code,
        t.table_code,
        t.layout_code,
        t.place_code,
        t.side,
        t.row_code,
        t.column_code
    from {{ ref('int_identity_terms') }} as t
    inner join alone as a
        on
            t.identity_code = a.identity_code
            and t.layout_code = a.layout_code
            and t.place_code = a.place_code
),

sums as (
    select
        p.report_key,
        t.identity_code,
        t.place_code,
        sum(p.value) as value
    from places as p
    inner join {{ ref('int_tables') }} as l on p.report_key = l.report_key and p.table_code = l.table_code
    inner join terms as t
        on
            p.table_code = t.table_code
            and l.layout_code = t.layout_code
            and p.row_code = t.row_code
            and p.column_code = t.column_code
    where t.side = 'right'
    group by p.report_key, t.identity_code, t.place_code
)

select
    c.report_key,
    c.table_code,
    c.row_code,
    c.column_code,
    t.identity_code,
    c.value as printed_quantity,
    cast(s.value as decimal(28, 6)) as facts_quantity,
    cast(c.value - s.value as decimal(28, 6)) as difference,
    c.table_proof as proof,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
inner join terms as t
    on
        c.table_code = t.table_code
        and c.layout_code = t.layout_code
        and c.row_code = t.row_code
        and c.column_code = t.column_code
left join sums as s
    on
        c.report_key = s.report_key
        and t.identity_code = s.identity_code
        and t.place_code = s.place_code
where t.side = 'left' and c.quarantine_reason is null and c.value is not null

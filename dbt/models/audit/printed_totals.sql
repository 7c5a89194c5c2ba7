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

totals as (
    select
        c.report_key,
        c.table_code,
        c.layout_code,
        t.identity_code,
        t.place_code,
        c.row_code,
        c.column_code,
        c.value,
        c.table_proof,
        c.state,
        c.inferred,
        c.raw,
        c.sha256,
        c.source_start,
        c.source_end
    from {{ ref('int_cells') }} as c
    inner join {{ ref('int_identity_terms') }} as t
        on
            c.table_code = t.table_code
            and c.layout_code = t.layout_code
            and c.row_code = t.row_code
            and c.column_code = t.column_code
    inner join {{ ref('identities') }} as i on t.identity_code = i.identity_code
    where
        c.quarantine_reason is null
        and c.value is not null
        and t.side = 'left'
        and i.operator = '='
        and i.strength = 'hard'
),

sums as (
    select
        p.report_key,
        p.identity_code,
        p.place_code,
        sum(f.value) as value
    from totals as p
    inner join {{ ref('int_identity_terms') }} as t
        on
            p.identity_code = t.identity_code
            and p.layout_code = t.layout_code
            and p.place_code = t.place_code
            and t.side = 'right'
    inner join places as f
        on
            p.report_key = f.report_key
            and t.table_code = f.table_code
            and t.row_code = f.row_code
            and t.column_code = f.column_code
    group by p.report_key, p.identity_code, p.place_code
),

alone as (
    select
        t.identity_code,
        t.layout_code,
        t.place_code
    from {{ ref('int_identity_terms') }} as t
    where t.side = 'left'
    group by t.identity_code, t.layout_code, t.place_code
    having count(*) = 1
)

select
    p.report_key,
    p.table_code,
    p.row_code,
    p.column_code,
    p.identity_code,
    cast(p.value as decimal(28, 6)) as printed_quantity,
    cast(s.value as decimal(28, 6)) as facts_quantity,
    cast(p.value - s.value as decimal(28, 6)) as difference,
    p.table_proof as proof,
    p.state,
    p.inferred,
    p.raw,
    p.sha256 as source_sha256,
    p.source_start,
    p.source_end
from totals as p
inner join alone as a
    on
        p.identity_code = a.identity_code
        and p.layout_code = a.layout_code
        and p.place_code = a.place_code
left join sums as s
    on
        p.report_key = s.report_key
        and p.identity_code = s.identity_code
        and p.place_code = s.place_code

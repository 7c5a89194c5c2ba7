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
    {{ of_changed('f') }}

    union all

    select
        f.report_key,
        'applications' as table_code,
        f.flow_code as row_code,
        f.applicant_code as column_code,
        f.applications as value
    from {{ ref('fct_application_flows') }} as f
    {{ of_changed('f') }}

    union all

    select
        f.report_key,
        'reviews' as table_code,
        f.channel_code as row_code,
        f.result_code as column_code,
        f.cases as value
    from {{ ref('fct_reviews') }} as f
    {{ of_changed('f') }}

    union all

    select
        f.report_key,
        'annex_2014' as table_code,
        f.indicator_code as row_code,
        'value' as column_code,
        f.printed_quantity as value
    from {{ ref('fct_annex_2014') }} as f
    {{ of_changed('f') }}
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

-- The facts of which a total is made: a term that is a total itself is that of its row.
leaves as (
    select
        t.identity_code,
        t.table_code,
        t.layout_code,
        t.place_code,
        t.row_code,
        f.column_code
    from terms as t
    inner join {{ ref('int_form_cells') }} as f
        on
            t.table_code = f.table_code
            and t.layout_code = f.layout_code
            and t.row_code = f.row_code
            and t.column_code in (f.column_code, 'total')
    where t.side = 'right' and f.column_code <> 'total'
),

laid_out as (
    select
        f.report_key,
        f.table_code,
        t.layout_code,
        f.row_code,
        f.column_code,
        f.value
    from facts as f
    inner join {{ ref('int_tables') }} as t on f.report_key = t.report_key and f.table_code = t.table_code
),

sums as (
    select
        p.report_key,
        t.identity_code,
        t.place_code,
        sum(p.value) as value
    from laid_out as p
    inner join leaves as t
        on
            p.table_code = t.table_code
            and p.layout_code = t.layout_code
            and p.row_code = t.row_code
            and p.column_code = t.column_code
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
{{ of_changed('c') }}
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

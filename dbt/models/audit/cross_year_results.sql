-- Every identity of two years, at every place, for each report that has the table and the report that follows it.
-- Only published figures are compared. None of these identities is hard: what may have come between is said beside.
with instances as (
    select
        t.identity_code,
        t.table_code,
        t.layout_code,
        t.place_code,
        t.place_zh,
        t.place_en,
        count(*) filter (where t.years_later = 0) as terms,
        count(*) filter (where t.years_later = 1) as next_terms,
        count(*) filter (where t.side = 'left') as left_terms,
        count(*) filter (where t.side = 'right') as right_terms
    from {{ ref('int_cross_year_terms') }} as t
    group by t.identity_code, t.table_code, t.layout_code, t.place_code, t.place_zh, t.place_en
),

-- The two reports of each pair, one a row.
members as (
    select
        p.report_key,
        p.report_key as member_key,
        0 as years_later
    from {{ ref('int_year_pairs') }} as p

    union all

    select
        p.report_key,
        p.next_report_key as member_key,
        1 as years_later
    from {{ ref('int_year_pairs') }} as p
    where p.next_report_key is not null
),

sides as (
    select
        m.report_key,
        t.identity_code,
        t.place_code,
        sum(t.sign * v.quantity) filter (where t.side = 'left') as left_value,
        sum(t.sign * v.quantity) filter (where t.side = 'right') as right_value,
        count(*) filter (where t.years_later = 0) as found,
        count(*) filter (where t.years_later = 1) as next_found,
        count(*) filter (where t.side = 'left') as left_found,
        count(*) filter (where t.side = 'right') as right_found
    from {{ ref('int_figures') }} as v
    inner join {{ ref('int_cross_year_terms') }} as t
        on
            v.table_code = t.term_table_code
            and v.layout_code = t.layout_code
            and v.row_code = t.row_code
            and v.column_code = t.column_code
    inner join members as m on v.report_key = m.member_key and t.years_later = m.years_later
    group by m.report_key, t.identity_code, t.place_code
),

judged as (
    select
        p.report_key,
        p.next_report_key,
        p.organization_key,
        p.lineage_key,
        p.year,
        p.comparability,
        n.identity_code,
        n.place_code,
        n.place_zh,
        n.place_en,
        a.table_code,
        a.layout_code,
        b.layout_code as next_layout_code,
        -- The sum of a part of a side would look like the side.
        case when s.left_found = n.left_terms then s.left_value end as left_value,
        case when s.right_found = n.right_terms then s.right_value end as right_value,
        case
            when p.next_report_key is null then 'no_next_report'
            when b.report_key is null then 'next_table_missing'
            when l.identity_code is null then 'form_changed'
            when a.quarantine_reason is not null then 'not_published'
            when b.quarantine_reason is not null then 'next_not_published'
            when coalesce(s.found, 0) < n.terms then 'figure_missing'
            when coalesce(s.next_found, 0) < l.next_terms then 'next_figure_missing'
            when p.comparability in ('scope_changed', 'merged') then p.comparability
        end as reason_code
    from {{ ref('int_year_pairs') }} as p
    inner join {{ ref('int_tables') }} as a on p.report_key = a.report_key
    inner join instances as n on a.table_code = n.table_code and a.layout_code = n.layout_code
    left join {{ ref('int_tables') }} as b on p.next_report_key = b.report_key and a.table_code = b.table_code
    left join instances as l
        on n.identity_code = l.identity_code and n.place_code = l.place_code and b.layout_code = l.layout_code
    left join sides as s
        on p.report_key = s.report_key and n.identity_code = s.identity_code and n.place_code = s.place_code
),

verdicts as (
    select
        j.report_key,
        j.next_report_key,
        j.organization_key,
        j.lineage_key,
        j.year,
        j.comparability,
        j.identity_code,
        j.place_code,
        j.place_zh,
        j.place_en,
        j.table_code,
        j.layout_code,
        j.next_layout_code,
        j.left_value,
        j.right_value,
        j.reason_code,
        i.restates,
        i.wording_zh,
        i.wording_en,
        i.may_break_zh,
        i.may_break_en,
        {{ verdict('j.reason_code', 'i.operator', 'j.left_value', 'j.right_value') }} as verdict
    from judged as j
    inner join {{ ref('cross_year_identities') }} as i on j.identity_code = i.identity_code
)

select
    v.report_key,
    v.next_report_key,
    v.organization_key,
    v.lineage_key,
    v.year,
    v.identity_code,
    v.place_code,
    v.place_zh,
    v.place_en,
    v.table_code,
    v.layout_code,
    v.next_layout_code,
    v.wording_zh,
    v.wording_en,
    cast(v.left_value as decimal(28, 6)) as left_value,
    cast(v.right_value as decimal(28, 6)) as right_value,
    cast(v.left_value - v.right_value as decimal(28, 6)) as difference,
    v.verdict,
    v.reason_code,
    case when v.verdict = 'fails' then v.may_break_zh else r.name_zh end as reason_zh,
    case when v.verdict = 'fails' then v.may_break_en else r.name_en end as reason_en,
    v.comparability,
    v.verdict = 'fails' and v.restates as is_restatement
from verdicts as v
left join {{ ref('cross_year_reasons') }} as r on v.reason_code = r.reason_code

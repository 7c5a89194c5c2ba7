-- Which report counts. Reports of one body for one year are versions of each other; one of them is current: one that
-- names its body, of the narrowest scope (figures of different scope are never summed), whose tables can be read best,
-- that states anything at all, from an address of the state itself, and then the newest. Where the body
-- (int_organizations) or the year is unknown, only reports with the same title, date and figures are taken for copies:
-- better to count two than to lose one. But a copy that lost whose it is, or where, is known by figures that are enough
-- to be nobody else's.
with tables_of_reports as (
    select
        t.report_key,
        count(*) filter (where t.proof in ('proved', 'unchecked') or t.blame = 'source') as readable_tables,
        sum(f.non_zero_numbers) as non_zero_numbers,
        {{ joined('f.fingerprint', ' ', 't.table_code') }} as fingerprint
    from {{ ref('stg_tables') }} as t
    left join {{ ref('int_table_figures') }} as f
        on t.report_key = f.report_key and t.table_code = f.table_code
    group by t.report_key
),

claims_of_reports as (
    select
        c.report_key,
        count(*) filter (where c.value <> 0) as non_zero_numbers,
        {{ joined("concat(c.measure, '=', cast(c.value as string))", ' ', 'c.position') }} as fingerprint
    from {{ ref('stg_claims') }} as c
    group by c.report_key
),

figures as (
    select
        r.report_key,
        coalesce(t.readable_tables, 0) as readable_tables,
        coalesce(t.fingerprint, c.fingerprint) is not null as has_figures,
        -- A total repeats its summand, so that twenty cells are about as many figures as five claims.
        coalesce(t.non_zero_numbers, 0) >= 20
        or (t.fingerprint is null and coalesce(c.non_zero_numbers, 0) >= 5) as is_telling,
        md5(coalesce(t.fingerprint, c.fingerprint)) as fingerprint
    from {{ ref('stg_reports') }} as r
    left join tables_of_reports as t on r.report_key = t.report_key
    left join claims_of_reports as c on r.report_key = c.report_key
),

bodies as (
    select
        r.report_key,
        r.year,
        o.designation,
        case
            when r.document_class = 'report' and o.body_key is not null and r.year is not null
                then {{ key(['o.body_key', 'r.year']) }}
        end as body_group
    from {{ ref('stg_reports') }} as r
    left join {{ ref('int_organizations') }} as o
        on r.organization = o.organization and r.division_code = o.division_code
),

originals as (
    select
        f.fingerprint,
        b.year,
        min(b.designation) as designation,
        min(b.body_group) as body_group
    from bodies as b
    inner join figures as f on b.report_key = f.report_key
    where b.body_group is not null and f.is_telling
    group by f.fingerprint, b.year
    having count(distinct b.body_group) = 1
),

versions as (
    select
        r.report_key,
        f.readable_tables,
        f.has_figures,
        f.fingerprint,
        b.body_group is not null as names_its_body,
        case
            when r.document_class <> 'report' then r.report_key
            when coalesce(b.body_group, o.body_group) is not null then coalesce(b.body_group, o.body_group)
            when f.fingerprint is not null and r.title is not null
                then {{ key(['r.organization', 'r.title', 'r.year', 'r.published_on', 'f.fingerprint']) }}
            else r.report_key
        end as version_group
    from {{ ref('stg_reports') }} as r
    inner join figures as f on r.report_key = f.report_key
    inner join bodies as b on r.report_key = b.report_key
    left join originals as o
        on
            f.fingerprint = o.fingerprint
            and f.is_telling
            and r.year = o.year
            and (r.organization is null or r.organization like concat('%', o.designation))
),

ranked as (
    select
        v.report_key,
        v.fingerprint,
        first_value(v.report_key) over best_first as current_key,
        first_value(v.fingerprint) over best_first as current_fingerprint,
        first_value(s.preference) over best_first as current_preference,
        s.preference,
        r.document_class
    from versions as v
    inner join {{ ref('stg_reports') }} as r on v.report_key = r.report_key
    left join {{ ref('stg_documents') }} as d on r.path = d.path
    left join {{ ref('scopes') }} as s on r.scope_code = s.scope_code
    window best_first as (
        partition by v.version_group
        order by
            v.names_its_body desc nulls last,
            s.preference asc nulls last,
            v.readable_tables desc nulls last,
            v.has_figures desc nulls last,
            coalesce(d.official, false) desc nulls last,
            r.published_on desc nulls last,
            r.path asc nulls last,
            v.report_key asc nulls last
    )
)

select
    r.report_key,
    r.fingerprint,
    r.report_key = r.current_key and r.document_class = 'report' as is_current,
    case when r.report_key <> r.current_key then r.current_key end as duplicate_of,
    case
        when r.report_key = r.current_key then null
        when r.fingerprint = r.current_fingerprint then 'same_figures'
        when coalesce(r.preference, 0) <> coalesce(r.current_preference, 0) then 'other_scope'
        else 'superseded'
    end as duplicate_reason
from ranked as r

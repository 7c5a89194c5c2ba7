-- Which report counts. Reports of one body for one year are versions of each other; one of them is current:
-- the narrowest scope (figures of different scope are never summed), then the one whose tables can be read best,
-- then one from an address of the state itself, then the newest. Where the body (int_organizations) or the year is
-- unknown, only reports with the same title, date and figures are taken for copies: better to count two than to lose
-- one.
with tables_of_reports as (
    select
        t.report_key,
        count(*) filter (where t.proof in ('proved', 'unchecked') or t.blame = 'source') as readable_tables,
        {{ joined('f.fingerprint', ' ', 't.table_code') }} as fingerprint
    from {{ ref('stg_tables') }} as t
    left join {{ ref('int_table_figures') }} as f
        on t.report_key = f.report_key and t.table_code = f.table_code
    group by t.report_key
),

claims_of_reports as (
    select
        c.report_key,
        {{ joined("concat(c.measure, '=', cast(c.value as string))", ' ', 'c.position') }} as fingerprint
    from {{ ref('stg_claims') }} as c
    group by c.report_key
),

figures as (
    select
        r.report_key,
        coalesce(t.readable_tables, 0) as readable_tables,
        md5(coalesce(t.fingerprint, c.fingerprint)) as fingerprint
    from {{ ref('stg_reports') }} as r
    left join tables_of_reports as t on r.report_key = t.report_key
    left join claims_of_reports as c on r.report_key = c.report_key
),

versions as (
    select
        r.report_key,
        f.readable_tables,
        f.fingerprint,
        case
            when r.document_class <> 'report' then r.report_key
            when o.body_key is not null and r.year is not null
                then {{ key(['o.body_key', 'r.year']) }}
            when f.fingerprint is not null and r.title is not null
                then {{ key(['r.organization', 'r.title', 'r.year', 'r.published_on', 'f.fingerprint']) }}
            else r.report_key
        end as version_group
    from {{ ref('stg_reports') }} as r
    inner join figures as f on r.report_key = f.report_key
    left join {{ ref('int_organizations') }} as o
        on r.organization = o.organization and r.division_code = o.division_code
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
            s.preference asc nulls last,
            v.readable_tables desc nulls last,
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

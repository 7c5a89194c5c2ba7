-- Bodies through renamings and mergers: what each became. The seed says which designation followed which and since
-- when; a body became another only if both reported in the same unit and the one had ended when the other began.
-- Where two could be meant (自然资源局, 自然资源和规划局) and both are there, nothing is linked.
with bodies as (
    select
        o.body_key,
        o.unit_code,
        o.designation,
        min(o.first_year) as first_year,
        max(o.last_year) as last_year
    from {{ ref('int_organizations') }} as o
    where o.body_key is not null
    group by o.body_key, o.unit_code, o.designation
),

wordings as (
    select
        r.earlier,
        r.later,
        r.since
    from {{ ref('organization_renames') }} as r
    where r.earlier is not null

    union

    select
        r.alias as earlier,
        r.later,
        r.since
    from {{ ref('organization_renames') }} as r
    where r.earlier is not null
),

-- Also over a step of which no report is there. The seed has no chain of more than two.
renames as (
    select
        w.earlier,
        w.later,
        w.since
    from wordings as w

    union

    select
        w.earlier,
        n.later,
        n.since
    from wordings as w
    inner join wordings as n on w.later = n.earlier
),

links as (
    select distinct
        e.body_key,
        l.body_key as later_key,
        l.first_year as later_from
    from renames as r
    inner join bodies as e on e.designation like concat('%', r.earlier) and r.since > e.first_year
    inner join bodies as l
        on
            e.unit_code = l.unit_code
            and l.designation = concat(substring(e.designation, 1, length(e.designation) - length(r.earlier)), r.later)
            and e.last_year < l.first_year
),

ends as (
    select
        k.body_key,
        min(k.later_key) as lineage_key
    from links as k
    left join links as further on k.later_key = further.body_key
    where further.body_key is null
    group by k.body_key
    having count(distinct k.later_key) = 1
),

steps as (
    select
        k.body_key,
        k.later_key as successor_key,
        e.lineage_key,
        row_number() over (
            partition by k.body_key order by k.later_from asc nulls last, k.later_key asc nulls last
        ) as nth
    from links as k
    inner join ends as e on k.body_key = e.body_key
)

select
    b.body_key,
    s.successor_key,
    coalesce(s.lineage_key, b.body_key) as lineage_key,
    case when s.successor_key is not null then count(*) over (partition by s.successor_key) end as merged_bodies
from bodies as b
left join steps as s on b.body_key = s.body_key and s.nth = 1

-- Divisions with their history: one row for each time that a code had a name, under a key of our own.
-- A parent is the division that held its code when the child's row ended; the chain goes county, prefecture, province.
with divisions as (
    select
        {{ division_key('d') }} as division_key,
        d.division_code,
        d.name,
        d.level,
        d.parent_code,
        d.unit_code,
        d.valid_from,
        d.valid_to,
        coalesce(d.valid_to, cast('9999-12-31' as date)) as ends_on
    from {{ ref('divisions') }} as d
),

parents as (
    select
        child.division_key,
        parent.division_code as parent_code,
        parent.name as parent_name,
        parent.parent_code as grandparent_code,
        row_number() over (partition by child.division_key order by parent.valid_from desc nulls last) as nth
    from divisions as child
    inner join divisions as parent
        on
            child.parent_code = parent.division_code
            and child.ends_on >= parent.valid_from
            and child.valid_from <= parent.ends_on
),

provinces as (
    select
        d.division_code,
        d.name,
        row_number() over (partition by d.division_code order by d.valid_from desc nulls last) as nth
    from divisions as d
    where d.level = 'province'
)

select
    d.division_key,
    d.division_code,
    d.name,
    d.level,
    p.parent_code,
    p.parent_name,
    v.division_code as province_code,
    v.name as province_name,
    d.unit_code,
    d.valid_from,
    d.valid_to
from divisions as d
left join parents as p on d.division_key = p.division_key and p.nth = 1
left join provinces as v
    on
        v.nth = 1
        and case
            when d.level = 'province' then d.division_code
            else coalesce(p.grandparent_code, p.parent_code)
        end = v.division_code

union all

select
    'unknown' as division_key,
    cast(null as string) as division_code,
    '未知' as name,
    'unknown' as level,
    cast(null as string) as parent_code,
    cast(null as string) as parent_name,
    cast(null as string) as province_code,
    cast(null as string) as province_name,
    cast(null as string) as unit_code,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to

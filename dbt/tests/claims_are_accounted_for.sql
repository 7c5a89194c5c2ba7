{{ config(severity='error', meta={'dagster': {'ref': {'name': 'fct_claims'}}}) }}

-- Every claim that was read is in fct_claims or in quarantine.
with kept as (
    select c.report_key
    from {{ ref('fct_claims') }} as c

    union all

    select c.report_key
    from {{ ref('quarantined_claims') }} as c
),

counts as (
    select
        (select count(*) from {{ ref('stg_claims') }}) as claims_read,
        (select count(*) from kept) as claims_kept
)

select
    c.claims_read,
    c.claims_kept
from counts as c
where c.claims_read <> c.claims_kept

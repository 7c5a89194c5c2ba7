{{ config(severity='error', meta={'dagster': {'ref': {'name': 'identity_results'}}}) }}

-- What the extractor calls proved closes by the same identities in SQL.
select
    i.report_key,
    i.identity_code,
    i.place_code,
    i.left_value,
    i.right_value
from {{ ref('identity_results') }} as i
where i.proof = 'proved' and i.strength = 'hard' and i.verdict = 'fails'

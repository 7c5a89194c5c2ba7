{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'decisions'}}}) }}

-- Decisions whose document has changed or is gone, or that find nothing to decide: a warning, for the reviewer.
select
    d.file_line,
    d.source_path,
    d.status,
    d.message_zh,
    d.message_en
from {{ ref('decisions') }} as d
where d.status <> 'applied'

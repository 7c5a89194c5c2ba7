-- All that decides the rows of a report, as one hash: the document and how it was read, and what looking at other
-- reports says of it. While it stays, and the project with it, so do the rows of every model made by report.
select
    k.report_key,
    {{ key([
        'p.document_key',
        'k.source_path',
        'k.organization_key',
        'k.division_key',
        'k.year',
        'k.scope_code',
        'k.quarantine_reason',
        's.is_current',
        's.duplicate_of',
        's.duplicate_reason',
    ]) }} as state
from {{ ref('int_report_keys') }} as k
inner join {{ ref('int_reports') }} as s on k.report_key = s.report_key
inner join {{ ref('stg_parts') }} as p on k.source_path = p.path

-- Every decision of the reviewers' file. The reading applied those on the documents that it found, and says what came
-- of each; of the others it is told here why their document was not found by its hash.
with known as (
    select distinct d.sha256
    from {{ ref('stg_documents') }} as d
    where d.sha256 is not null
),

standings as (
    select
        f.decision_key,
        case
            when o.status is not null then o.status
            when h.sha256 is not null then 'not_applicable'
            when p.path is not null then 'document_changed'
            else 'document_absent'
        end as status,
        o.report_key,
        o.message_zh,
        o.message_en
    from {{ ref('stg_decision_file') }} as f
    left join {{ ref('stg_decisions') }} as o on f.decision_key = o.decision_key
    left join known as h on f.sha256 = h.sha256
    left join {{ ref('stg_documents') }} as p on f.path = p.path
)

select
    f.decision_key,
    f.kind as kind_code,
    s.status,
    coalesce(
        s.message_zh,
        case
            when s.status = 'not_applicable' then '文件无法读取，裁定没有应用。'
            when s.status = 'document_changed' then '文件内容已变（哈希不同），裁定没有应用。请对照新文件重新裁定，并更新 sha256。'
            else '输入中没有这份文件，裁定没有应用。'
        end
    ) as message_zh,
    coalesce(
        s.message_en,
        case
            when s.status = 'not_applicable' then 'The document could not be read; the decision was not applied.'
            when s.status = 'document_changed'
                then 'The document has changed; the decision was not applied. Decide anew, and renew the sha256.'
            else 'The document is not among the input; the decision was not applied.'
        end
    ) as message_en,
    s.report_key,
    f.source_ordinal,
    f.table_code,
    f.row_code,
    f.column_code,
    f.reading,
    f.reason,
    f.reviewer,
    f.decided_on,
    f.file_line,
    f.path as source_path,
    f.sha256 as source_sha256
from {{ ref('stg_decision_file') }} as f
inner join standings as s on f.decision_key = s.decision_key

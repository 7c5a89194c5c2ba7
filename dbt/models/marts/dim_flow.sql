-- The form calls the total of all outcomes no more than 总计; beside other flows it needs a name of its own.
select
    f.flow_code,
    f.name_zh,
    f.name_en,
    f.sign,
    f.position
from {{ ref('flows') }} as f

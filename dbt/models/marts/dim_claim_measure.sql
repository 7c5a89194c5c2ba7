select
    m.measure as measure_code,
    m.name_zh,
    m.name_en,
    m.unit_zh as unit
from {{ ref('claim_measures') }} as m

select
    p.path,
    p.key as document_key
from {{ bronze('parts') }} as p

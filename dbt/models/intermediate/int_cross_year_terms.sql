-- Every identity of two years at every place of a form where it applies, spelt out as the cells of its two sides: those
-- of the earlier report (years_later 0) and of the next one (1).
{{ spelt_out(ref('cross_year_identities'), ref('cross_year_terms'), ['years_later', 'sign', 'term_table_code'],
    table_of_term='term_table_code') }}

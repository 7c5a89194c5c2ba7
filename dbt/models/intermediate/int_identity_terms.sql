-- Every identity of one report at every place of a form where it applies, spelt out as the cells of its two sides.
-- The seeds say where, so that no identity stands in SQL.
{{ spelt_out(ref('identities'), ref('identity_terms')) }}

"""Text in, records out: pure functions that read one document. No Dagster, no network, no clock, no output files."""

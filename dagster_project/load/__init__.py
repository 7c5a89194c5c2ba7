"""From files to bronze and from the built warehouse to the published one. No Dagster here, no reading of reports."""

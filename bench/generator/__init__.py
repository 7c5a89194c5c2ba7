"""Reports made up from nothing, whose every figure is known: truth, layouts and damage.

Belongs here: what published pages look like. Does not belong here: anything of how the extractor reads them; of
the project only the seeds are shared, since they say what the forms are.
"""

"""Measuring: accuracy on generated reports, speed and scale. Nothing here is shipped."""

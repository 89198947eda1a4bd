"""A synthetic archive of reports with known truth, and what linking makes of it."""

"""How well dates are read: TIMEX3 extents, types and values against annotated texts."""

"""Casus reads news reports in many languages into incident records an analyst can check."""

__version__ = "0.1.0"

"""The offline report: one self-contained page for whoever checks or publishes a run.

Use `write_report` at the end of a run; `render` gives the same page as a string.
"""

from casus.export.report.data import Outcome, ReportData, Source
from casus.export.report.page import render, write_report

__all__ = ["Outcome", "ReportData", "Source", "render", "write_report"]

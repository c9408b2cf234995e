"""The words that a page says where a report can be taken away."""

from __future__ import annotations

TAKE_AWAY = "Take it away"
WHAT = (
    "The report is one page to read without the internet and to print; it shows the faces, so "
    "think before you share it. The table is for a spreadsheet, JSON for a program."
)
REPORT, REPORT_ICON = "Report (HTML)", ":material/description:"
TABLE, TABLE_ICON = "Table (CSV)", ":material/table:"
JSON, JSON_ICON = "Data (JSON)", ":material/data_object:"

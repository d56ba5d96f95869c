"""The list of signatures as a file: CSV that a spreadsheet opens right and in which nothing is computed."""

from petition.export.columns import MOMENTS, Kind
from petition.export.files import BOM, csv_lines, file, joined
from petition.export.guarding import harmless

__all__ = ["BOM", "MOMENTS", "Kind", "csv_lines", "file", "harmless", "joined"]

"""Translations that leave the site as files and come back: XLIFF 1.2 and 2.1, PO and CSV, all over the same units."""

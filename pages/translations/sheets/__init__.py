"""Keeps the desk's tables in line with drafts and live rows.

Called where every draft and every live row passes, so no road past the desk leaves its tables behind.
"""

from pages.translations.sheets.following import follow_structure, skeleton
from pages.translations.sheets.recording import record
from pages.translations.sheets.rows import forget, of, store, stored_units, stored_units_in
from pages.translations.sheets.states import differs, draft_of, is_written, plain, public_languages, refresh_states

__all__ = [
    "differs",
    "draft_of",
    "follow_structure",
    "forget",
    "is_written",
    "of",
    "plain",
    "public_languages",
    "record",
    "refresh_states",
    "skeleton",
    "store",
    "stored_units",
    "stored_units_in",
]

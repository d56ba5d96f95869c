"""How far the languages of a row in a list of the admin are: one query for the whole list."""

from typing import Any

from django import template

from pages.models.translation import SheetState
from pages.translations import states

register = template.Library()


@register.inclusion_tag("pages/admin/language_states.html")
def language_states(instance: Any, table: Any = None) -> dict[str, Any]:
    """`{% language_states instance table %}`: the languages that are more than off, each titled with its state."""
    known = getattr(table, "states_by_row", None)
    if known is None:
        known = states.of_many([instance] if table is None else table.data)
        if table is not None:
            table.states_by_row = known
    found = known.get(instance.pk) or states.of(instance)
    return {"written": [state for state in found if state.name != SheetState.OFF]}

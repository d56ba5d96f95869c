"""Machine translation, for translators only and off unless configured: what it makes waits for a person to read it."""

from pages.translations.machine.engines import Engine, Unavailable, engine
from pages.translations.machine.filling import Filled, fill_missing
from pages.translations.machine.translating import translate

__all__ = ["Engine", "Filled", "Unavailable", "engine", "fill_missing", "translate"]

"""Express signing: what is usual about a form is done before Django, and with all who come at the same time."""

from petition.express.entrance import Express

__all__ = ["Express"]

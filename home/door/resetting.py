"""Takes all devices from a colleague who has lost them; written down wherever it is done."""

import logging
from typing import Any

from home.door import devices, history

logger = logging.getLogger(__name__)


def may_reset(user: Any, colleague: Any) -> bool:
    """Who may change accounts may; but nobody opens the account of one who may more than they, nor their own."""
    return user != colleague and user.has_perm("auth.change_user") and (user.is_superuser or not colleague.is_superuser)


def reset(colleague: Any, by: Any) -> int:
    """Reset and log; how many devices went. `by`: None for somebody at the server's console."""
    count = devices.reset(colleague)
    history.record(history.Deed.RESET, colleague, by)
    logger.warning("second step of account %s reset by %s", colleague.pk, by.pk if by else "a command")
    return count

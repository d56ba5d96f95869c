"""The life of a signature: sign, confirm, choose, withdraw, erase; what waits, what is prepared, what crowds meet."""

from petition.lifecycle.choosing import Choices, choose, stop_news
from petition.lifecycle.confirming import Expired, Withdrawn, awaiting, confirm, find
from petition.lifecycle.crowds import NotNow
from petition.lifecycle.erasing import erase, erase_own
from petition.lifecycle.preparing import prepare
from petition.lifecycle.signing import Circumstances, Closed, Given, NotYetOpen, check_open, sign
from petition.lifecycle.waiting import expire, remind
from petition.lifecycle.withdrawing import withdraw
from petition.lifecycle.working_off import work_off

__all__ = [
    "Choices",
    "Circumstances",
    "Closed",
    "Expired",
    "Given",
    "NotNow",
    "NotYetOpen",
    "Withdrawn",
    "awaiting",
    "check_open",
    "choose",
    "confirm",
    "erase",
    "erase_own",
    "expire",
    "find",
    "prepare",
    "remind",
    "sign",
    "stop_news",
    "withdraw",
    "work_off",
]

"""The life of a signature: sign, confirm, withdraw, erase, in that order; and the end of waiting to be confirmed."""

from petition.lifecycle.confirming import Expired, Withdrawn, awaiting, confirm
from petition.lifecycle.erasing import erase
from petition.lifecycle.signing import Closed, Given, NotYetOpen, check_open, sign
from petition.lifecycle.waiting import expire, remind
from petition.lifecycle.withdrawing import withdraw, withdrawable

__all__ = [
    "Closed",
    "Expired",
    "Given",
    "NotYetOpen",
    "Withdrawn",
    "awaiting",
    "check_open",
    "confirm",
    "erase",
    "expire",
    "remind",
    "sign",
    "withdraw",
    "withdrawable",
]

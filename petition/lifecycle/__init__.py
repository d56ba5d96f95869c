"""The life of a signature: sign, confirm, choose, withdraw, erase; what waits, what is prepared, what crowds meet."""

from petition.lifecycle.announcing import (
    AlreadyTold,
    NotLive,
    announce,
    cancel_news,
    plan_news,
    readers,
    readers_by_language,
)
from petition.lifecycle.arriving import Arrival, take_in, take_in_many
from petition.lifecycle.choosing import Choices, choose, stop_news
from petition.lifecycle.confirming import Expired, Withdrawn, awaiting, confirm, find
from petition.lifecycle.crowds import NotNow
from petition.lifecycle.erasing import erase, erase_own
from petition.lifecycle.forgetting import forget_letters, forget_networks, with_networks, with_traces
from petition.lifecycle.preparing import prepare
from petition.lifecycle.signing import Circumstances, Closed, Given, NotYetOpen, check_open, sign
from petition.lifecycle.waiting import expire, remind
from petition.lifecycle.withdrawing import withdraw
from petition.lifecycle.working_off import work_off

__all__ = [
    "AlreadyTold",
    "Arrival",
    "Choices",
    "Circumstances",
    "Closed",
    "Expired",
    "Given",
    "NotLive",
    "NotNow",
    "NotYetOpen",
    "Withdrawn",
    "announce",
    "awaiting",
    "cancel_news",
    "check_open",
    "choose",
    "confirm",
    "erase",
    "erase_own",
    "expire",
    "find",
    "forget_letters",
    "forget_networks",
    "plan_news",
    "prepare",
    "readers",
    "readers_by_language",
    "remind",
    "sign",
    "stop_news",
    "take_in",
    "take_in_many",
    "with_networks",
    "with_traces",
    "withdraw",
    "work_off",
]

"""Limits that never turn a person away: who sends much proves by work or patience that it is meant."""

from petition.throttle.breaker import check as check_breakers
from petition.throttle.crowding import admit_many
from petition.throttle.lanes import Later, NotYet, Post, Task, TooEarly, admit, what_helps
from petition.throttle.rules import Rules, forget, is_tripped, of_site
from petition.throttle.senders import Sender, known
from petition.throttle.standing import Standing, standing
from petition.throttle.sweeping import sweep

__all__ = [
    "Later",
    "NotYet",
    "Post",
    "Rules",
    "Sender",
    "Standing",
    "Task",
    "TooEarly",
    "admit",
    "admit_many",
    "check_breakers",
    "forget",
    "is_tripped",
    "known",
    "of_site",
    "standing",
    "sweep",
    "what_helps",
]

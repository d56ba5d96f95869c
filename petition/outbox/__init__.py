"""Letters that can't get lost: first rows in the transaction that causes them, then e-mails by a worker."""

from petition.outbox.leases import LEASE, claim
from petition.outbox.limits import MOST_A_DAY, MOST_EVER, MOST_WHEN_TRIPPED, Wanted
from petition.outbox.queueing import drop_waiting, new_message_id, queue, queue_many, write
from petition.outbox.sending import GIVE_UP_AFTER, LONGEST_PAUSE, Sender, send_due
from petition.outbox.servers import close, mail_server, send_at_once

__all__ = [
    "GIVE_UP_AFTER",
    "LEASE",
    "LONGEST_PAUSE",
    "MOST_A_DAY",
    "MOST_EVER",
    "MOST_WHEN_TRIPPED",
    "Sender",
    "Wanted",
    "claim",
    "close",
    "drop_waiting",
    "mail_server",
    "new_message_id",
    "queue",
    "queue_many",
    "send_at_once",
    "send_due",
    "write",
]

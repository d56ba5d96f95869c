"""Keeps from the log what the server says of a choice that was made on purpose; server_log.json names it."""

import logging

MANY_THREADS = "Configuration allows spawning up to"  # begins granian's warning of more threads than cores need


class Intended(logging.Filter):
    """Lets everything through but the warning of many threads: most of ours only wait for a commit."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be seen."""
        return not str(record.msg).startswith(MANY_THREADS)

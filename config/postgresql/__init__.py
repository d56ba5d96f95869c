"""Django's PostgreSQL, ready for a server that goes away: what is stale is left, so that the next asker succeeds."""

"""The worker and the commands."""

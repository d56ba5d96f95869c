"""Pages from memory."""

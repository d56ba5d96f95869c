"""The long random walk through the desk: what one page must hold, and what people do to it."""

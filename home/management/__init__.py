"""Commands for the whole project."""

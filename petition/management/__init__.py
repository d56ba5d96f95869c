"""Commands of the petition."""

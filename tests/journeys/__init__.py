"""Stories in a real browser, each told from beginning to end."""

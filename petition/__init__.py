"""The work: a demand and those who stand behind it."""

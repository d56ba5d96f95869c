"""The front door: the home page, the demo campaign, commands for the whole project."""

"""How the site is brought up to date, started and kept running by one command."""

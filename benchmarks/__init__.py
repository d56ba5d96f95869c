"""What the site is measured by: each file says what it fills, what it asks and what is aimed at."""

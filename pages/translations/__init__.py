"""How a text lives in many languages: what a publish releases, what stays as it is live."""

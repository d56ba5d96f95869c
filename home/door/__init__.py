"""The editors' door: a password and a second step before anything of the admin is served."""

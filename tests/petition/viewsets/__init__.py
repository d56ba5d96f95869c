"""The editor's side, through its own views."""

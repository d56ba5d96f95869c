"""The messages of the interface: found in the sources, kept in catalogues, checked, compiled; without gettext."""

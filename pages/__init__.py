"""The ground: what every page shares - languages, translation, blocks, templates, styles."""

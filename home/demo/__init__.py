"""The demo campaign: pages.toml is its tree, content/ its words, pictures/ its drawings, loading.py puts them in."""

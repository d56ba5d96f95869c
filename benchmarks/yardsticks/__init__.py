"""What we measure ourselves against: a bare server, a cache before a site, a site as Wagtail brings it."""

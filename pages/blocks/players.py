"""From a video's address to the address of a player that may stand in the page."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    """A site's player for one video."""

    site: str  # what visitors call the site
    address: str


# The players that follow nobody around: YouTube's without cookies, Vimeo's with "do not track".
# The Content-Security-Policy lets these two hosts stand in frames. Other sites' videos stay links.
HOSTS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
YOUTUBE = HOSTS[0] + "/embed/{}"
VIMEO = HOSTS[1] + "/video/{}?dnt=1"
SITES = (
    ("YouTube", r"https?://(?:www\.|m\.)?youtube\.com/watch\?(?:[^#]*&)?v=([\w-]{11})(?![\w-])", YOUTUBE),
    ("YouTube", r"https?://(?:www\.|m\.)?youtube\.com/(?:embed|shorts|live)/([\w-]{11})(?![\w-])", YOUTUBE),
    ("YouTube", r"https?://youtu\.be/([\w-]{11})(?![\w-])", YOUTUBE),
    ("Vimeo", r"https?://(?:www\.)?vimeo\.com/(\d{1,15})(?=$|[?#])", VIMEO),
)


def player(link: str) -> Player | None:
    """The player for the video at `link`; None where there is none that we let into the page."""
    for site, pattern, address in SITES:
        if found := re.match(pattern, link):
            return Player(site, address.format(found[1]))
    return None

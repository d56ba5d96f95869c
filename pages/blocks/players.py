"""From a video's address to the address of a player that may stand in the page."""

import re
from dataclasses import dataclass

VIDEO_ID = r"(?P<id>[\w-]{1,64})"


@dataclass(frozen=True)
class Player:
    """A site's player for one video."""

    site: str  # what visitors call the site
    address: str


# YouTube's and Vimeo's players without tracking until played, and PeerTube's on any host (docs.joinpeertube.org).
SITES = (
    ("YouTube", r"https?://(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:.*&)?v=|embed/|shorts/|live/)" + VIDEO_ID, "www.youtube-nocookie.com/embed/{id}"),
    ("YouTube", r"https?://youtu\.be/" + VIDEO_ID, "www.youtube-nocookie.com/embed/{id}"),
    ("Vimeo", r"https?://(?:www\.)?vimeo\.com/(?:video/)?(?P<id>\d{1,15})(?=$|[?#/])", "player.vimeo.com/video/{id}?dnt=1"),
    ("{host}", r"https://(?P<host>[\w.-]+)/(?:w|videos/watch|videos/embed)/" + VIDEO_ID, "{host}/videos/embed/{id}"),
)


def player(link: str) -> Player | None:
    """The player for the video at `link`; None where the site is unknown, so that the link stays a link."""
    for site, pattern, address in SITES:
        if found := re.match(pattern, link):
            return Player(site.format(**found.groupdict()), "https://" + address.format(**found.groupdict()))
    return None

"""Ways to pass a petition on: plain addresses, nothing loaded from anyone until a visitor follows one."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class ShareLink:
    """One way: its name and the address that opens it."""

    name: str
    url: str


def share_links(address: str, words: str, subject: str) -> list[ShareLink]:
    """The ways to share `address` with `words` before it."""
    sentence = f"{words} {address}".strip()
    return [
        ShareLink(_("E-mail"), f"mailto:?subject={quote(subject)}&body={quote(sentence)}"),
        ShareLink("WhatsApp", f"https://wa.me/?{urlencode({'text': sentence})}"),
        ShareLink("Telegram", f"https://t.me/share/url?{urlencode({'url': address, 'text': words})}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}"),
        ShareLink("X", f"https://x.com/intent/post?{urlencode({'text': words, 'url': address})}"),
    ]

"""The editor with whom a newcomer looks around; made once, and only while the site serves this machine alone."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model

NAME = "editor"
PATH = settings.VAR / "demo-editor.txt"  # the password in clear: it opens nothing but a site on this machine


def make() -> None:
    """Make the editor, if nobody can sign in yet, and note the password where only this account can read it."""
    users = get_user_model().objects
    if not settings.LOOPBACK or users.exists():
        return
    password = secrets.token_urlsafe(12)
    PATH.unlink(missing_ok=True)
    PATH.touch(mode=0o600)
    PATH.write_text(password, encoding="ascii")
    users.create_superuser(NAME, f"{NAME}@{settings.SITE_HOST}", password)


def password() -> str:
    """The demo editor's password; "" when there is no such editor, or someone has changed the password."""
    user = get_user_model().objects.filter(username=NAME).first()
    if not settings.LOOPBACK or user is None or not PATH.exists():
        return ""
    noted = PATH.read_text(encoding="ascii").strip()
    return noted if user.check_password(noted) else ""

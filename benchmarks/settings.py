"""The site's settings with thirty languages, or BENCH_LANGUAGES, without migrations, which know twelve."""

import os
from typing import Any

from config import settings as site

globals().update({name: value for name, value in vars(site).items() if name.isupper()})

FURTHER = [
    ("uk", "Ukrainian"),
    ("pl", "Polish"),
    ("nl", "Dutch"),
    ("sv", "Swedish"),
    ("el", "Greek"),
    ("he", "Hebrew"),
    ("ka", "Georgian"),
    ("kk", "Kazakh"),
    ("uz", "Uzbek"),
    ("hi", "Hindi"),
    ("ur", "Urdu"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("vi", "Vietnamese"),
    ("id", "Indonesian"),
    ("ro", "Romanian"),
    ("hu", "Hungarian"),
    ("cs", "Czech"),
]


class Nothing(dict[str, Any]):
    """Says of every app that it has no migrations."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MANY = int(os.environ.get("BENCH_LANGUAGES") or len([*site.LANGUAGES, *FURTHER]))
LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [*site.LANGUAGES, *FURTHER][:MANY]
MIGRATION_MODULES = Nothing()
STORAGES = {**site.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECURE_SSL_REDIRECT = False

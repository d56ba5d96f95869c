"""`python -m config.server` is `python -m granian` with the site imported before its processes fork off.

One that dies is replaced in a moment then; importing takes each two seconds of a processor that visitors wait for.
"""

import importlib
import os
import runpy

import django
from django.conf import settings
from wagtail import hooks

# Nothing of these starts a thread or asks the database; config.wsgi does, and stays with each process.
FOR_VISITORS = ("pages.memory.gate", "pages.memory.serving", "petition.express")


def load() -> None:
    """Import what every process that serves needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if settings.SERVES_VISITORS and not settings.SERVES_EDITORS:
        # Wagtail looks for hooks in every app, and there they stand beside the admin's views and import all of them.
        # What talks to strangers alone does without, and knows those of pages.hooks_for_visitors. Commands know all.
        hooks.search_for_hooks = lambda: None
    django.setup()
    for name in FOR_VISITORS if settings.SERVES_VISITORS else ():
        importlib.import_module(name)


if __name__ == "__main__":
    load()
    runpy.run_module("granian", run_name="__main__", alter_sys=True)

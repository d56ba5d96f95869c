"""The server's entrance: pages from memory, signing, a gate, then Django."""

import os
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from wagtail import hooks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if settings.SERVES_VISITORS and not settings.SERVES_EDITORS:
    # Wagtail looks for hooks in every app, and there they stand beside the admin's views and import all of them.
    # What talks to strangers alone does without, and knows those of pages.hooks_for_visitors. Commands know all.
    hooks.search_for_hooks = lambda: None

Application = Callable[..., Iterable[bytes]]

FORMS_AT_ONCE = 40  # in one process; `manage.py serve` gives each 64 threads

django = get_wsgi_application()
application: Application = django
if settings.SERVES_VISITORS and not settings.DEBUG:  # who programs wants to see what was just written
    from pages.memory.gate import Gate, django_rooms, posting_room
    from pages.memory.serving import Pages
    from pages.memory.watching import Current, Watch
    from petition.express import Express

    Current.watch = Watch()
    # Who signs waits for a commit, which costs nothing: many may. Threads are left for pages from memory.
    application = Gate(Express(Gate(django, django_rooms())), posting_room(FORMS_AT_ONCE))
    application = Pages(application, django, Current.watch)
    Current.watch.start()

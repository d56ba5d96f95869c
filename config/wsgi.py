"""The server's entrance: pages from memory, signing, a gate, then Django."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import server

Application = Callable[..., Iterable[bytes]]

FORMS_AT_ONCE = 40  # in one process; `manage.py serve` gives each 48 threads: pages need some

server.load()
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

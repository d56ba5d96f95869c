"""The stock site's entrance."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.yardsticks.stock.settings"

application = get_wsgi_application()

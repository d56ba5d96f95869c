"""A program of its own: asks a site of this PROCESS_ROLE; tells what it answered and what of the admin it imported."""

import json
import os
import sys

ADMINS = (
    "wagtail.admin.",
    "wagtail.users.views",
    "petition.viewsets",
    "pages.translations.views.",
    "home.door",
    "django_otp",
)


def main(addresses: list[str]) -> None:
    """Prints {"answers": {method address: [status, names of cookies]}, "modules": […], "hooks": […]} as JSON."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # uncollected
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    from django.test import Client

    from config import wsgi

    assert wsgi.application
    client = Client(headers={"host": settings.SITE_HOST, "x-forwarded-proto": "https"})
    answers = {}
    for address in addresses:
        for method in ("GET", "POST"):
            answer = client.generic(method, address)
            answers[f"{method} {address}"] = [answer.status_code, sorted(answer.cookies)]
    modules = sorted(name for name in sys.modules if name.startswith(ADMINS))
    hooks = sorted(name for name in sys.modules if name.endswith(".wagtail_hooks"))
    print(json.dumps({"answers": answers, "modules": modules, "hooks": hooks}))  # noqa: T201


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, os.getcwd())
    main(sys.argv[1:])

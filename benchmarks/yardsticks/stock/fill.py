"""Makes the stock site's tables and its page: `python -m benchmarks.yardsticks.stock.fill`."""

import os

import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.yardsticks.stock.settings"
COUNTRIES = 249
WORDS = "In one night a town was wiped out, and nobody has been brought to justice for it. " * 4


def main() -> None:
    """A home page, six pages of a menu, the page with the form below them."""
    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    from wagtail.models import Locale, Page, Site

    from benchmarks.yardsticks.stock.models import FormField, PetitionPage

    Locale.objects.create(language_code="en")
    home = Page.add_root(instance=Page(title="Root", slug="root")).add_child(instance=Page(title="Home", slug="home"))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    others = [home.add_child(instance=Page(title=f"Page {n}", slug=f"page-{n}", show_in_menus=True)) for n in range(6)]
    links = [f'<p>{WORDS} <a linktype="page" id="{page.pk}">More</a></p>' for page in others]
    body = [("paragraph", links[n % 6]) if n % 3 else ("heading", f"Part {n}") for n in range(20)]
    page = home.add_child(instance=PetitionPage(title="Petition", slug="petition", body=body))
    choices = "\n".join(f"Country {n}" for n in range(COUNTRIES))
    kinds = {"name": "singleline", "email": "email", "country": "dropdown", "consent": "checkbox"}
    for place, (label, kind) in enumerate(kinds.items()):
        FormField.objects.create(
            page=page, sort_order=place, label=label, field_type=kind, choices=choices if kind == "dropdown" else ""
        )


if __name__ == "__main__":
    main()

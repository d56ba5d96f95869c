"""The addresses of the whole site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.documents import urls as document_urls
from wagtail.urls import serve_pattern

from config import health, roles
from pages import routing, sitemaps, views
from pages import urls as pages_urls
from petition import urls as petition_urls

handler500 = "pages.refusing.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("-/live", health.live),
    path("-/ready", health.ready),
]
if settings.SERVES_EDITORS:  # elsewhere nothing of it is even imported
    urlpatterns += [
        path("admin/", include("home.door.urls")),
        path("admin/", include("wagtail.admin.urls")),
    ]
urlpatterns += [  # editors look at what they write, and letters name the addresses
    path("documents/", include(document_urls)),
    path("media/<path:path>", views.media),
    path("sitemap.xml", sitemaps.sitemap),
    path("robots.txt", sitemaps.robots),
    path("", include(petition_urls.without_language)),
    *i18n_patterns(
        path("search/", views.search_pages, name="search"),
        path("", include(pages_urls)),
        path("", include(([*roles.only_looked_at(petition_urls.urlpatterns)], petition_urls.app_name))),
        re_path(serve_pattern, routing.serve, name="wagtail_serve"),  # the name that Wagtail's own links ask for
    ),
    re_path(r"^(?P<path>.*)$", routing.without_language),
]

"""Wagtail's project template, in production's shape: PostgreSQL, a pool of connections, no cache."""

import os
from pathlib import Path

from config import databases

SECRET_KEY = "a yardstick keeps no secrets"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = databases.chosen(os.environ.get("STOCK_DATABASE_URL", ""), "", Path(os.environ.get("VAR", "")))
INSTALLED_APPS = [
    "benchmarks.yardsticks.stock",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "benchmarks.yardsticks.stock.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
USE_TZ = True
WAGTAIL_SITE_NAME = "stock"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
NO_MIGRATIONS = """
stock wagtailforms wagtailredirects wagtailembeds wagtailusers wagtaildocs wagtailimages wagtailsearch wagtailadmin
wagtailcore taggit admin auth contenttypes sessions
"""
MIGRATION_MODULES = dict.fromkeys(NO_MIGRATIONS.split())  # its tables are made from the models
LOGGING_CONFIG = None

"""All settings: production's by default, read from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import databases, env, frontend_cache
from config.keys import key, pair, seed

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(Path(env.text("ENV_FILE", str(BASE_DIR / ".env"))))
VAR = Path(env.text("VAR", str(BASE_DIR / "var"))).resolve()  # everything the site writes, but for PostgreSQL
VAR.mkdir(parents=True, exist_ok=True, mode=0o700)  # names and mailboxes are nobody else's business

# Where the site stands ------------------------------------------------------------------------------------------------
PORT = env.number("PORT", 8000)
if not 0 < PORT < 65_536:
    raise ImproperlyConfigured(f"PORT must be between 1 and 65535; it is {PORT}.")
BIND = env.text("BIND", "127.0.0.1")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")  # what letters and canonical links begin with
SITE_HOST = urlsplit(SITE_URL).hostname or ""
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not SITE_HOST:
    raise ImproperlyConfigured(f"SITE_URL must be like https://petition.example.org; it is {SITE_URL!r}.")
LOOPBACK = env.is_loopback(BIND) and env.is_loopback(SITE_HOST)  # nobody else can reach it
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [SITE_HOST, *(["localhost", "127.0.0.1", "[::1]"] if LOOPBACK else [])]
DEBUG = env.flag("DEBUG", False)
if DEBUG and not LOOPBACK:
    raise ImproperlyConfigured(
        "DEBUG shows the site's secrets to visitors: it can be on only while BIND and SITE_URL are 127.0.0.1."
    )
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)  # how many proxies of ours stand before the site

# What this process is for. A process that strangers talk to holds no key that opens what they have entrusted to us.
PROCESS_ROLE = env.choice("PROCESS_ROLE", "", ("", "public", "letters", "editors"))  # unset: everything
SERVES_VISITORS = PROCESS_ROLE in {"", "public"}
SERVES_EDITORS = PROCESS_ROLE in {"", "editors"}
SENDS_LETTERS = PROCESS_ROLE in {"", "letters"}
KEYS = VAR / "keys"
SECRET_KEY = key("SECRET_KEY", KEYS, LOOPBACK)
MAILBOX_KEY = key("MAILBOX_KEY", KEYS, LOOPBACK)  # makes mailboxes comparable without being readable
# Opens names and mailboxes; what seals them is its public half
VAULT_KEY, VAULT_PUBLIC_KEY = pair("VAULT_KEY", KEYS, LOOPBACK, held=SERVES_EDITORS or SENDS_LETTERS)
VAULT_KEYS_BEFORE = [seed("VAULT_KEY", secret) for secret in env.words("VAULT_KEYS_BEFORE")]  # what they sealed opens
# Makes the links in letters; what reads them is its public half
LINK_KEY, LINK_PUBLIC_KEY = pair("LINK_KEY", KEYS, LOOPBACK, held=SENDS_LETTERS)
LINK_PUBLIC_KEYS_BEFORE = env.words("LINK_PUBLIC_KEYS_BEFORE")  # halves of former LINK_KEYs: their links still work
KEY_BLOCKS = "config.key_blocks.blocks"  # what prints them all, for every role

SECURE = urlsplit(SITE_URL).scheme == "https"
SECURE_SSL_REDIRECT = SECURE and env.flag("HTTPS_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^-/(live|ready)$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"  # a visitor's page never sees a cookie, not even an editor's
X_FRAME_OPTIONS = "DENY"  # Wagtail says SAMEORIGIN for the previews that its admin frames
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # misses CsrfViewMiddleware, which pages.fetch_guard.FetchGuard is

# What it is made of ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "home",
    "petition",
    "pages",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
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
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "pages.security_headers.SecurityHeaders",  # before whatever answers: no answer goes out without
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pages.path_language.PathLanguage",
    "django.middleware.common.CommonMiddleware",
    "pages.fetch_guard.FetchGuard",  # visitors without a cookie, the admin with Django's token
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
if not SERVES_EDITORS:  # visitors have neither sessions nor accounts nor messages
    MIDDLEWARE = [
        name
        for name in MIDDLEWARE
        if not name.startswith(("django.contrib.sessions.", "django.contrib.auth.", "django.contrib.messages."))
    ]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.chrome.chrome",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The editors' door ----------------------------------------------------------------------------------------------------
# A password alone opens nothing (docs/editors/signing-in.md); on one's own machine it is enough.
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", not LOOPBACK)
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day, in seconds
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # the default's cookie would go everywhere
OTP_TOTP_THROTTLE_FACTOR = 0  # home.door.limits counts
OTP_WEBAUTHN_RP_ID = "localhost" if LOOPBACK else SITE_HOST  # browsers make no passkey for an IP address
OTP_WEBAUTHN_RP_NAME = OTP_TOTP_ISSUER = SITE_HOST  # what apps and browsers call us
OTP_WEBAUTHN_ALLOWED_ORIGINS = [f"http://localhost:{PORT}" if LOOPBACK else f"https://{urlsplit(SITE_URL).netloc}"]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
if SERVES_EDITORS:
    SESSION_ENGINE = "home.door.sessions"
    INSTALLED_APPS.insert(INSTALLED_APPS.index("home"), "home.door")  # before Wagtail: it adds to its page of a user
    INSTALLED_APPS += ["django_otp", "django_otp_webauthn"]
    INSTALLED_APPS += ["django_otp.plugins.otp_static", "django_otp.plugins.otp_totp"]
    _next = MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1
    MIDDLEWARE[_next:_next] = ["django_otp.middleware.OTPMiddleware", "home.door.guard.SecondStep"]

# Where it keeps things ------------------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL")
DATABASES = databases.chosen(DATABASE_URL, env.text("DATABASE_REPLICA_URL"), VAR)
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page of many blocks posts many fields

# Letters --------------------------------------------------------------------------------------------------------------
EMAIL_URL = env.text("EMAIL_URL")
LETTERS_DIR = VAR / "letters"
MAIL_SERVER = env.mail(EMAIL_URL) if EMAIL_URL else {"BACKEND": "petition.letter_files.EmailBackend"}
globals().update(env.mail_settings(MAIL_SERVER))
DEFAULT_FROM_EMAIL = env.text("LETTERS_FROM", f"petition@{SITE_HOST}")
READY_LETTER_AGE = env.number("READY_LETTER_AGE", 900)  # seconds a due letter may wait before /-/ready says no

# Limits ---------------------------------------------------------------------------------------------------------------
HOSTING_NETWORKS = env.text("HOSTING_NETWORKS")  # a newer list than petition/data/hosting_networks.txt
if HOSTING_NETWORKS and not Path(HOSTING_NETWORKS).is_file():
    raise ImproperlyConfigured(f"HOSTING_NETWORKS must be the path of a file; there is none at {HOSTING_NETWORKS!r}.")

# What it logs ---------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # root's handler prints it once, in production too
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners ask under any name: a traceback each
        "django_tasks": {"level": "WARNING"},  # Wagtail's small tasks run at once and would tell of each
        "wagtail": {"level": "WARNING"},  # who did what stands in the admin
        "django.request": {"level": "ERROR"},  # a visitor's mistake is no news, a letter's link is a secret
    },
}

# Languages ------------------------------------------------------------------------------------------------------------
# The schema: a changed list is a migration in every app (docs/languages.md). Editors choose which a site offers.
LANGUAGES = [
    ("en", "English"),
    ("az", "Azerbaijani"),
    ("tr", "Turkish"),
    ("ru", "Russian"),
    ("ar", "Arabic"),
    ("fa", "Persian"),
    ("fr", "French"),
    ("de", "German"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("pt", "Portuguese"),
    ("zh-hans", "Chinese (Simplified)"),
]
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")
MODELTRANSLATION_ENABLE_FALLBACKS = False
MACHINE_TRANSLATION = env.machine_translation(  # for translators, never for visitors
    env.text("MACHINE_TRANSLATION").lower(), env.text("MACHINE_TRANSLATION_KEY"), env.text("MACHINE_TRANSLATION_URL")
)

# The ground doesn't know the work: which further blocks a page's body has is said here
PAGE_BLOCKS = {
    "petition_form": "petition.blocks.PetitionFormBlock",
    "signatories": "petition.blocks.SignatoriesBlock",
}
READINESS = {  # {model: what says which texts a language of it must have to go live}; "*": every other model
    "petition.Petition": "petition.readiness.lacks",
    "*": "pages.translations.unfinished.lacks",
}
INTERFACE_MESSAGES = "home.messages.standing.untranslated"  # how many sentences of the interface a language lacks

# Wagtail --------------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Undersigned"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES  # our own words are in all of them, Wagtail's in most
WAGTAIL_I18N_ENABLED = False  # one tree in all languages, columns instead of a tree for each
WAGTAILREDIRECTS_AUTO_CREATE = False  # sees only the active language; OldPath does it for each
WAGTAILIMAGES_IMAGE_MODEL = "pages.CampaignImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.image_forms.CampaignImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # of all frames: a telephone's best photograph, and no bomb of zeros
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a document is saved, never run in our name
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = False  # pages.security_headers forbids more
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILFRONTENDCACHE = frontend_cache.backends(env.words("FRONTEND_CACHE"))
WAGTAIL_PASSWORD_RESET_ENABLED = bool(EMAIL_URL)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

"""The addresses of petitions and of the links in letters."""

from django.urls import path

from petition.views import confirming, integrity, leaving, news, own, petition, signing, tally

app_name = "petition"
urlpatterns = [
    path("petitions/<slug:slug>/", petition.petition, name="petition"),
    path("petitions/<slug:slug>/integrity/", integrity.integrity, name="integrity"),
    path("petitions/<slug:slug>/sign/", signing.sign, name="sign"),
    path("petitions/<slug:slug>/resend/", signing.resend, name="resend"),
    path("signatures/<str:token>/", own.own, name="own"),
    path("signatures/<str:token>/copy.json", own.copy, name="copy"),
    path("signatures/<str:token>/confirm/", confirming.confirm, name="confirm"),
    path("signatures/<str:token>/withdraw/", leaving.withdraw, name="withdraw"),
    path("signatures/<str:token>/erase/", leaving.erase, name="erase"),
    path("signatures/<str:token>/news/", news.news, name="news"),
]
without_language = [  # included outside the language prefixes, so these names carry no namespace
    path("petitions/<slug:slug>/", petition.without_language),
    path("petitions/<slug:slug>/tally.json", tally.tally, name="tally"),
    path("petitions/<slug:slug>/integrity.json", integrity.integrity_data, name="integrity_data"),
]

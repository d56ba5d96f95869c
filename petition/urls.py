"""The addresses of petitions and of the links in letters."""

from django.urls import path

from petition.views import letter_links, petition, signing, tally

app_name = "petition"
urlpatterns = [
    path("petitions/<slug:slug>/", petition.petition, name="petition"),
    path("petitions/<slug:slug>/sign/", signing.sign, name="sign"),
    path("petitions/<slug:slug>/resend/", signing.resend, name="resend"),
    path("signatures/<str:token>/confirm/", letter_links.confirm, name="confirm"),
    path("signatures/<str:token>/withdraw/", letter_links.withdraw, name="withdraw"),
]
without_language = [  # included outside the language prefixes, so these names carry no namespace
    path("petitions/<slug:slug>/", petition.without_language),
    path("petitions/<slug:slug>/tally.json", tally.tally, name="tally"),
]

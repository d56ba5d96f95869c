"""The door's addresses, below /admin/ and before Wagtail's, two of which they take over."""

from django.urls import path

from home.door import views

app_name = "door"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="sign_in"),
    path("password_reset/", views.PasswordReset.as_view(), name="password_reset"),
    path("second-step/", views.SecondStep.as_view(), name="second_step"),
    path("account/devices/", views.Devices.as_view(), name="devices"),
    path("account/devices/app/", views.AddApp.as_view(), name="add_app"),
    path("account/devices/passkey/", views.AddPasskey.as_view(), name="add_passkey"),
    path("account/devices/codes/", views.Codes.as_view(), name="codes"),
    path("account/devices/<str:kind>/<int:pk>/remove/", views.Remove.as_view(), name="remove"),
]

"""The app `door`."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """The editors' door; installed only where editors are served."""

    name = "home.door"
    label = "door"

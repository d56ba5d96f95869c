"""The pages of the door."""

from home.door.views.adding import AddApp, AddPasskey
from home.door.views.colleagues import Reset
from home.door.views.devices import Codes, Devices, Remove
from home.door.views.second_step import SecondStep
from home.door.views.signing_in import PasswordReset, SignIn

__all__ = ["AddApp", "AddPasskey", "Codes", "Devices", "PasswordReset", "Remove", "Reset", "SecondStep", "SignIn"]

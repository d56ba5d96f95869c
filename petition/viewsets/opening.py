"""What is sealed in a signature, opened for an editor who may see it; said plainly where this process can't."""

from dataclasses import dataclass

from petition import vault
from petition.models import Signature
from petition.vault import Person


@dataclass(frozen=True)
class Opened:
    """Who signed. `person` is None where everything was erased, and where no key of this process opens it."""

    person: Person | None = None
    is_sealed: bool = False  # there is a person, but not for us

    @property
    def name(self) -> str:
        """The name as typed; "" where it can't be told."""
        return self.person.name if self.person else ""


def opened(signature: Signature) -> Opened:
    """Who is sealed in `signature`. The caller has asked for the permission and writes the log."""
    if signature.sealed is None:
        return Opened()
    try:
        return Opened(vault.unseal(signature.sealed))
    except vault.Locked:
        return Opened(is_sealed=True)

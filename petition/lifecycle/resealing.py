"""Sealing again what a former VAULT_KEY has sealed, so that this key can be destroyed."""

from dataclasses import dataclass

from django.db import transaction

from petition import rows, vault
from petition.lifecycle.preparing import UNOPENED
from petition.models import Signature

AT_ONCE = 500


@dataclass(frozen=True)
class Batch:
    """What became of some signatures, in the order of their ids."""

    last: int  # the id of the last one looked at
    seen: int
    resealed: int
    lost: list[int]  # ids of those that no key of this process opens


@transaction.atomic
def reseal_after(signature_id: int, *, everything: bool = False) -> Batch | None:
    """Seal with the present key a batch of the signatures beyond `signature_id`; None where there are no more.

    What the present key opens stays as it is, unless `everything` is wanted: begun again, it does nothing twice.
    The letter worker writes own copies and keys of names anew. Raises vault.Locked in a process without VAULT_KEY.
    """
    people = Signature.objects.filter(pk__gt=signature_id, sealed__isnull=False)
    found = list(people.select_for_update().only("pk", "sealed", "own_copy").order_by("pk")[:AT_ONCE])
    old = [signature for signature in found if everything or not vault.is_of_today(signature.sealed or b"")]
    resealed = [signature for signature in old if reseal(signature)]
    # An empty copy was left by a worker that did not hold the key yet
    forgotten = [signature for signature in found if signature.own_copy == UNOPENED and signature not in old]
    for signature in (*resealed, *forgotten):
        signature.own_copy, signature.name_key = None, ""
    rows.update([*resealed, *forgotten], ["sealed", "own_copy", "name_key"])
    lost = [signature.pk for signature in old if signature not in resealed]
    return Batch(found[-1].pk, len(found), len(resealed), lost) if found else None


def reseal(signature: Signature) -> bool:
    """Seal `signature` with the present key, unless no key of this process opens it; whether it was. Does not save."""
    try:
        signature.sealed = vault.seal(vault.unseal(signature.sealed))
    except vault.Locked:
        return False
    return True

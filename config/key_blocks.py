"""Environments ready to be pasted: each kind of process gets the keys that it needs, and no more."""

import secrets
from pathlib import Path

from config import env
from config.keys import SHORTEST, key, public_half, seed

SECRETS = ("SECRET_KEY", "MAILBOX_KEY", "VAULT_KEY", "LINK_KEY")
# {role: (what it is for, the keys that it holds)}; an unset role does everything
ROLES = {
    "": ("everything in one process", ("SECRET_KEY", "MAILBOX_KEY", "VAULT_KEY", "LINK_KEY")),
    "public": ("pages and forms", ("MAILBOX_KEY",)),
    "letters": ("the worker", ("MAILBOX_KEY", "VAULT_KEY", "LINK_KEY")),
    "editors": ("the admin", ("SECRET_KEY", "MAILBOX_KEY", "VAULT_KEY")),
}


def blocks(folder: Path, may_make: bool, *, from_environment: bool) -> str:
    """The environments of all roles, with new keys or with those that this process was given.

    The latter come from the environment, or from files in `folder` when `may_make`. Raises ImproperlyConfigured.
    """
    if from_environment:
        made = {name: key(name, folder, may_make) for name in SECRETS}
        former = {name: env.text(name) for name in ("VAULT_KEYS_BEFORE", "LINK_PUBLIC_KEYS_BEFORE")}
    else:
        made, former = {name: secrets.token_hex(SHORTEST) for name in SECRETS}, {}
    return "\n".join(block(role, made, former) for role in ROLES)


def block(role: str, made: dict[str, str], former: dict[str, str]) -> str:
    """The environment of one role, line by line."""
    purpose, held = ROLES[role]
    values = {"PROCESS_ROLE": role}
    for name in SECRETS:
        if name in held:
            values[name] = made[name]
        elif name == "SECRET_KEY":  # editors' sessions are signed with another one, which can't be told from this
            values[name] = seed(name, made[name])
        else:
            values[name.replace("_KEY", "_PUBLIC_KEY")] = public_half(name, seed(name, made[name]))
    if "VAULT_KEY" in held:
        values["VAULT_KEYS_BEFORE"] = former.get("VAULT_KEYS_BEFORE", "")
    values["LINK_PUBLIC_KEYS_BEFORE"] = former.get("LINK_PUBLIC_KEYS_BEFORE", "")
    lines = [f"{name}={value}" for name, value in values.items() if value]
    return "\n".join([f"# {role or 'without PROCESS_ROLE'}: {purpose}", *lines, ""])

"""Nothing but the server: bytes and headers of a kept page, from the file that RAW_ANSWER names."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

told = json.loads(Path(os.environ["RAW_ANSWER"]).read_text(encoding="utf-8"))
HEADERS = [(name, value) for name, value in told["headers"]]
BODY = bytes.fromhex(told["body"])


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer everybody alike."""
    start("200 OK", HEADERS)
    return (BODY,)

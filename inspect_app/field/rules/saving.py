"""How two pages notice that they write over one another."""

import hashlib
import json

_LENGTH = 16


def digest(content: object) -> str:
    """Return a short digest of what a page shows of one thing; "" for nothing."""
    if not content:
        return ""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:_LENGTH]

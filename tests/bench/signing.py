"""People who are signed in beforehand: a session row each, the cookie and the CSRF token that belong to it."""

import hashlib

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from inspect_app.accounts.actions import open_tablet
from inspect_app.accounts.models import Person, SignInSession
from inspect_app.accounts.queries import find_tablet
from inspect_app.database import db, transaction
from inspect_app.foundation import clock, randomness


def sign_in(app: Flask, person_id: int) -> tuple[str, str]:
    """Return the cookie header and the CSRF token of a new session; call it inside the app's context."""
    token, secret = randomness.token(), randomness.token()
    now = clock.now()
    with transaction():
        db.session.add(
            SignInSession(
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                person_id=person_id,
                created_at=now,
                last_seen_at=now,
            )
        )
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    cookie = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": secret})
    csrf = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(secret)
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}", str(csrf)


def register_tablet(app: Flask, person_id: int) -> dict[str, str]:
    """Return the headers of a tablet registered for somebody; call it inside the app's context."""
    with transaction():
        token = open_tablet(db.session.get_one(Person, person_id), f"bench-tablet-{person_id:08d}")
    tablet = find_tablet(token)
    assert tablet is not None
    return {"Cookie": f"inspect-field={token}", "X-CSRFToken": tablet.csrf}

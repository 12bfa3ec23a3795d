"""Tables of checks made at the desk."""

from inspect_app.spotchecks.models.phones import PhoneBatch, PhoneDialler, PhoneLine, PhoneTry

__all__ = ["PhoneBatch", "PhoneDialler", "PhoneLine", "PhoneTry"]

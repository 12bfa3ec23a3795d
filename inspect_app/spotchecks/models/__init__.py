"""Tables of checks made at the desk."""

from inspect_app.spotchecks.models.guides import GuideCheck, GuideCheckFile, GuideDifference
from inspect_app.spotchecks.models.phones import PhoneBatch, PhoneDialler, PhoneLine, PhoneTry

__all__ = [
    "GuideCheck",
    "GuideCheckFile",
    "GuideDifference",
    "PhoneBatch",
    "PhoneDialler",
    "PhoneLine",
    "PhoneTry",
]

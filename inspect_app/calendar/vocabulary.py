"""Words about days."""

from inspect_app.foundation.labels import Labelled


class DayKind(Labelled):
    """Why a day differs from what its weekday says."""

    HOLIDAY = "holiday", "放假"
    MAKEUP = "makeup", "调休上班"

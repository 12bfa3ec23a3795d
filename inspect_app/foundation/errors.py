"""Refusals: each is a clear Chinese sentence and an HTTP status, and has changed nothing."""


class DomainError(Exception):
    """A deed that is refused; the message is shown as it is."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(DomainError):
    """A value that can't be taken; `field` names the form field it belongs to, if one does."""

    status = 422

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(DomainError):
    """A deed this person may not do."""

    status = 403


class Missing(DomainError):
    """A thing that doesn't exist, or that this person may not know of."""

    status = 404

    def __init__(self, message: str = "没有找到这一页，或者您不能查看。") -> None:
        super().__init__(message)


class Refused(DomainError):
    """A step that isn't allowed in the present state; the message says who may and when."""

    status = 409


class Conflict(DomainError):
    """Somebody else saved first; both texts are kept to be compared."""

    status = 409

    def __init__(self, message: str, *, mine: dict[str, str], theirs: dict[str, str]) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class TooLarge(DomainError):
    """More than the page takes; the message names the limit."""

    status = 413


class TooMany(DomainError):
    """More than one person may ask, or than the machine does at once; `seconds` is when to come back."""

    status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds

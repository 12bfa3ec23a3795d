"""Two people saving the same name at the same moment: the second gets a sentence, not an error."""

from sqlalchemy.exc import IntegrityError

from inspect_app.database import db
from inspect_app.foundation.errors import Refused


def flush_unique() -> None:
    """Flush, or raise Refused when somebody else just took the same name."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refused("同一时刻有人存了相同的名称或代号，您的这份没有保存，请刷新后再试。") from error

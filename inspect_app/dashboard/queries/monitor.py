"""What a monitor reads: requests, the queue, late jobs, connections; numbers of nobody and of no finding."""

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from inspect_app.dashboard.queries.health import job_lines
from inspect_app.database import db
from inspect_app.foundation.prometheus import Metric, Sample
from inspect_app.tasks.queries import count_waiting, failed_lines
from inspect_app.web.counting import request_metrics


def metrics() -> list[Metric]:
    """Return everything that is measured; without a database the requests, and that it is away."""
    try:
        work, is_up = _work(), 1
    except SQLAlchemyError:
        work, is_up = list[Metric](), 0
    answers = _gauge("inspect_database_up", "Whether the database answers.", is_up)
    return [*request_metrics(), answers, *work, *_connections()]


def _work() -> list[Metric]:
    late = tuple(Sample(1 if line.late else 0, {"job": line.kind.value}) for line in job_lines())
    failed = sum(line.count for line in failed_lines())
    return [
        _gauge("inspect_tasks_due", "Rows of work that are due and not done.", count_waiting()),
        _gauge("inspect_tasks_failed", "Rows of work that were given up.", failed),
        Metric("inspect_job_late", "gauge", "1 for a daily job that failed or is late.", late),
    ]


def _connections() -> list[Metric]:
    pool = db.engine.pool
    if not isinstance(pool, QueuePool):
        return []
    samples = (Sample(pool.checkedout(), {"state": "in_use"}), Sample(pool.checkedin(), {"state": "idle"}))
    return [Metric("inspect_database_connections", "gauge", "Connections of the process that answers.", samples)]


def _gauge(name: str, about: str, value: float) -> Metric:
    return Metric(name, "gauge", about, (Sample(value),))

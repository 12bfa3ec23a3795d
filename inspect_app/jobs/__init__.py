"""What runs by the clock or in the background; each kind of work calls one deed."""

from inspect_app.jobs.handlers import HANDLERS, Job
from inspect_app.jobs.running import run_due, run_one
from inspect_app.jobs.sweeping import forget_addresses, put_down_daily

__all__ = ["HANDLERS", "Job", "forget_addresses", "put_down_daily", "run_due", "run_one"]

"""Who may be sent to check a claimed fix, and how; pure."""

from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.findings.rules.conditions import condition
from inspect_app.findings.rules.facts import CaseFacts
from inspect_app.findings.vocabulary import Grade, Step
from inspect_app.rectification.rules.drafts import ON_SITE
from inspect_app.rectification.vocabulary import VerificationMethod


def verifier_refusal(verifier: Actor, case: CaseFacts, today: date) -> str | None:
    """Return why somebody can't be asked to check a finding, or nothing."""
    if not may(verifier, Permission.VERIFY):
        return "这个人没有核验权限，请另选一人。"
    return distance_refusal(verifier, case, today)


def distance_refusal(
    visitor: Actor, case: CaseFacts, today: date, step: Step = Step.PASS_VERIFICATION
) -> str | None:
    """Return why somebody stands too near to look at a fix, claimed or closed, whoever gives the verdict."""
    return condition(step, visitor, case, today)


def method_refusal(method: VerificationMethod, grade: Grade) -> str | None:
    """Return why a finding can't be checked that way, or nothing."""
    if grade is Grade.MAJOR and method not in ON_SITE:
        return "重大问题要到现场核验，请选复访或暗访复核。"
    return None

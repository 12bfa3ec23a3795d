"""Which tables are changed, and which quick tests have to notice: no database, no pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A file of decisions and the tests that say what it decides."""

    file: str
    tests: tuple[str, ...]


_FINDINGS = ("tests/findings/test_workflow_table.py", "tests/findings/test_workflow_words.py")

SUBJECTS = (
    Subject("inspect_app/access.py", ("tests/accounts/test_powers.py",)),
    Subject("inspect_app/foundation/workflow.py", ("tests/foundation/test_workflow.py",)),
    Subject("inspect_app/findings/rules/workflow.py", _FINDINGS),
    Subject("inspect_app/findings/rules/conditions.py", _FINDINGS),
    Subject("inspect_app/findings/rules/facts.py", _FINDINGS),
    Subject("inspect_app/notices/rules/steps.py", ("tests/notices/test_steps.py",)),
    Subject("inspect_app/projects/rules/assigned.py", ("tests/projects/test_assigned_workflow.py",)),
    Subject("inspect_app/projects/rules/schemes.py", ("tests/projects/test_scheme_rules.py",)),
    Subject("inspect_app/voices/rules/triage.py", ("tests/voices/test_letters_rules.py",)),
)

"""Everything an address can name, kind by kind, each in the conditions that decide who finds it."""

import re
from dataclasses import dataclass

from werkzeug.routing import Rule

from tests.hostile.requests import path_of
from tests.hostile.world import World

# What these arguments hold is a word of the address, no thing somebody could be kept from.
_WORDS = {"year", "what", "kind", "data", "register"}
_CONVERTER = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
Names = dict[str, str]


@dataclass(frozen=True)
class Kind:
    """How the addresses of one kind begin, and the arguments that name one in each condition.

    An argument is a name among the world's ids, or stands for itself; `common` are those of every condition.
    """

    at: tuple[str, ...]
    conditions: dict[str, Names]
    common: Names

    def address(self, world: World, rule: Rule, condition: str) -> str:
        """Return the address of a route for the thing in this condition."""
        names = self.common | self.conditions[condition]
        return path_of(rule, {name: str(world.ids.get(names[name], names[name])) for name in rule.arguments})


def _kind(*at: str, names: str, conditions: str, **common: str) -> Kind:
    """Return a kind: for each of its conditions, `names` are what `argument=beginning` and the condition name."""
    pairs = [name.split("=") for name in names.split()]
    return Kind(at, {word: {name: start + word for name, start in pairs} for word in conditions.split()}, common)


def _single(at: str, thing: str = "", *, gone: str = "999999", **common: str) -> Kind:
    """Return a kind of which one is there, and another is gone."""
    name = _CONVERTER.findall(at)[-1]
    return Kind((at,), {"there": {name: thing or name}, "gone": {name: gone}}, common)


_PROBLEMS = (
    "draft draft_covert submitted queued dismissed dispatched return_requested accepted plan_submitted rectifying"
    " pending_verification deferred closed terminated covert extension deferral handed_down assisted other gone"
)
_VISITS = "planned planned_covert draft draft_covert received received_covert returned accepted covert deleted gone"

KINDS: dict[str, Kind] = {
    "problem": _kind(
        "/case/<number>", "/findings/<finding_id>", "/findings/returns/<number>",
        names="number=number: finding_id=finding:", conditions=_PROBLEMS, public_id="covert_file",
    ),
    "visit": _kind(
        "/visits/<public_id>", "/findings/review/<public_id>", "/field/visits/<public_id>",
        "/api/field/drafts/<visit_id>",
        names="public_id=visit: visit_id=visit:", conditions=_VISITS, finding_id="finding:draft", part="look",
        file_id="visit_file", trial_id="trial_id", interview_id="interview_id",
    ),
    "round sent": _kind("/api/field/submissions/<uuid>", names="uuid=uuid:", conditions="inspectors shoppers gone"),
    "photo sent": _kind("/api/field/files/<sha256>", names="sha256=sha256:", conditions="inspectors shoppers gone"),
    "assigned work": _kind(
        "/assigned/<assigned_id>", names="assigned_id=task:", public_id="assigned_file",
        conditions="answered of_a_meeting other cancelled gone",
    ),
    "instruction": _single("/assigned/instructions/<instruction_id>"),
    "meeting": _single("/assigned/meetings/<meeting_id>"),
    "demand": _single("/assigned/demands/<demand_id>"),
    "notice": _kind(
        "/notices/<notice_id>", names="notice_id=notice:", conditions="draft issued gone", figure="found_total",
        step="send_to_check",
    ),
    "bulletin": _kind(
        "/bulletins/<bulletin_id>", names="bulletin_id=bulletin:", conditions="draft issued dropped gone",
        article_id="article_id", attachment_id="attachment_id", step="send_to_check",
    ),
    "masthead": _single("/bulletins/mastheads/<series_id>"),
    "list of readers": _single("/notices/lists/<list_id>", "list"),
    "campaign": Kind(
        ("/campaigns/<campaign_id>", "/planning/<campaign_id>"),
        {"there": {"campaign_id": "campaign_id"}, "gone": {"campaign_id": "999999"}}, {},
    ),
    "round of visits": _single("/planning/rounds/<round_id>", errand_id="errand_id"),
    "absence": _single("/planning/people/absences/<row_id>", "absence"),
    "acquaintance": _single("/planning/people/acquaintances/<row_id>", "acquaintance"),
    "checklist": _single("/checklists/<checklist_id>", number="1", key="look1"),
    "script": _single("/scripts/<script_id>", "script"),
    "source of cases": _single("/comparison/sources/<source_id>", "comparison_source"),
    "comparison": _single("/comparison/batches/<batch_id>", "comparison_batch"),
    "phone tests": _single("/phone-tests/<batch_id>", "phone_batch", line_id="phone_line"),
    "guide check": _single(
        "/online-checks/<check_id>", "guide_check", difference_id="guide_difference", judged="same",
        public_id="guide_file",
    ),
    "letter": _kind(
        "/letters/<letter_id>", names="letter_id=letter:", conditions="open settled merged gone",
        file_id="letter_file", into_id="letter_into",
    ),
    "letters read in": _single("/letters/batches/<batch_id>", "letter_batch"),
    "opinion": _single("/voices/opinions/<opinion_id>", "opinion"),
    "opinion form": _single("/voices/forms/<form_id>", "opinion_form"),
    "public form": _single("/o/<code>", "opinion_code", gone="nix"),
    "review of schemes": Kind(
        ("/schemes/<review_id>",),
        {
            "handed_in": {"review_id": "review_id", "unit_id": "unit"},
            "other": {"review_id": "review_id", "unit_id": "other_unit"},
            "drafted": {"review_id": "review:drafted", "unit_id": "unit"},
            "stranger": {"review_id": "review:drafted", "unit_id": "other_unit"},
            "gone": {"review_id": "999999", "unit_id": "unit"},
        },
        {},
    ),
    "scheme": _kind(
        "/schemes/items/<scheme_id>", names="scheme_id=scheme:", conditions="handed_in drafted other gone",
        public_id="scheme_file",
    ),
    "slip": _kind("/slips/<slip_id>", names="slip_id=slip:", conditions="issued other proposed cancelled gone"),
    "look back": _single("/look-backs/<look_back_id>", "look_back"),
    "unsealing": _single("/unseal/<unseal_id>", "unseal", gone="nix"),
    "person": _kind(
        "/admin/people/<person_id>", "/tablets/<person_id>", "/planning/chiefs/<person_id>",
        names="person_id=person:", conditions="inspector shopper chief dept_head admin gone",
    ),
    "unit": _single("/admin/units/<unit_id>", "unit"),
    "window": _single("/catalogue/windows/<window_id>"),
    "site": _single("/catalogue/sites/<site_id>"),
    "matter": Kind(
        ("/catalogue/items/<item_id>", "/promises/<item_id>"),
        {"own": {"item_id": "item_id"}, "other": {"item_id": "other_item"}, "gone": {"item_id": "999999"}},
        {"line": "kept", "trial_id": "trial_id"},
    ),
    "tough project": _single("/projects/<project_id>"),
    "entry of a register": _kind(
        "/registers/<register>/<entry_id>", "/registers/pledges/<entry_id>", names="entry_id=entry:",
        conditions="there gone", register="pledges",
    ),
    "stand-in": _single("/account/stand-ins/<row_id>"),
    "session": _kind("/account/sessions/<mark>", names="mark=session:", conditions="dept_liaisons inspectors gone"),
    "tablet": _kind("/account/tablets/<mark>", names="mark=tablet:", conditions="observers inspectors gone"),
    "message": _kind("/messages/<token>", names="token=message:", conditions="dept_liaisons shoppers gone"),
    "saved view": _kind("/ledger/views/<view_id>", names="view_id=view:", conditions="dept_liaisons clerks gone"),
    "many at once": _kind("/ledger/bulk/<token>", names="token=bulk:", conditions="clerks directors gone"),
    "archive": _kind(
        "/ledger/archives/<archive_id>", names="archive_id=archive:", conditions="dept_liaisons clerks gone"
    ),
    "reply template": _single("/reply-templates/<template_id>", "template"),
}  # fmt: skip


def plain(rule: Rule) -> str:
    """Return the address of a route without its converters."""
    return _CONVERTER.sub(r"<\1>", rule.rule)


def names_a_thing(rule: Rule) -> bool:
    """Say whether an address names something that is kept from somebody."""
    return bool(set(rule.arguments) - _WORDS)


def kind_of(rule: Rule) -> str | None:
    """Return the kind of the thing an address names: the longest beginning that fits; nothing when none does."""
    path = plain(rule) + "/"
    fits = [(len(start), name) for name, kind in KINDS.items() for start in kind.at if path.startswith(start + "/")]
    return max(fits)[1] if fits else None

"""Set the stage: units, people, places, matters, checklists, campaigns."""

from datetime import date, time, timedelta

from sqlalchemy import select

from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.actions import add_person, add_unit, name_stand_in
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.accounts.queries import actor_of, subtree_ids, subtrees
from inspect_app.accounts.vocabulary import PersonFacts, RoleFacts, UnitFacts
from inspect_app.audit.actions import record
from inspect_app.campaigns.actions import add_campaign
from inspect_app.campaigns.vocabulary import VISITED, CampaignPreset, CleanCampaign, VisitMethod
from inspect_app.catalogue.models import CancelledProof, RequiredPaper, ServiceItem, Site, Window, WindowItem
from inspect_app.catalogue.vocabulary import Audience, CancelReason, HoursKind, TimeUnit, TripPromise
from inspect_app.checklists.actions import create_checklist, import_body, publish
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.queries import body_of, get_draft
from inspect_app.checklists.rules.presets import PRESETS
from inspect_app.commands.demo_world import sheet
from inspect_app.commands.demo_world.asking import begin_projects
from inspect_app.commands.demo_world.matters import BATCHES, BUNDLES, MATTERS, PAPERS, PROOFS
from inspect_app.commands.demo_world.people import Somebody, everybody
from inspect_app.commands.demo_world.places import OFFICE_HOURS, PLACES
from inspect_app.commands.demo_world.reforming import scheme_story
from inspect_app.commands.demo_world.scripted import write_scripts
from inspect_app.commands.demo_world.units import ANSWERING, OFFICE, UNITS
from inspect_app.commands.demo_world.world import Counter, Matter, World
from inspect_app.database import db
from inspect_app.foundation import clock

_TRIPS = {"0": TripPromise.ZERO, "1": TripPromise.ONE, "m": TripPromise.MORE}
_PRESETS = {
    "A": CampaignPreset.SPECIAL, "B": CampaignPreset.EXPERIENCE_WEEK, "C": CampaignPreset.LOOK_BACK,
}  # fmt: skip
_AUDIENCE = {"p": Audience.PERSON, "f": Audience.FIRM, "b": Audience.BOTH}


def set_stage(world: World, password_hash: str) -> None:
    """Add everything that is there before the first visit."""
    _add_units(world)
    _add_people(world, password_hash)
    items = _add_matters(world)
    _add_places(world, items)
    _add_proofs(world)
    _add_checklists(world)
    _add_campaigns(world)
    write_scripts(world)
    begin_projects(world)
    world.timeline.begin(scheme_story(world))
    record(SYSTEM, "demo.staged", "demo", "明州市", units=len(UNITS), people=len(everybody()))


def _add_units(world: World) -> None:
    for place, (code, name, short, level, kind, parent) in enumerate(UNITS, start=1):
        above = world.units[parent] if parent else None
        facts = UnitFacts(code, name, short, level, kind, above, place * 10)
        world.units[code] = add_unit(SYSTEM, facts).id
    world.police = subtree_ids(world.units["MZ-GA"])


def _add_people(world: World, password_hash: str) -> None:
    for somebody in everybody():
        person = add_person(SYSTEM, _facts(world, somebody))
        person.password_hash = password_hash
        world.people[somebody.username] = person.id
    db.session.flush()
    _name_stand_in(world)
    for username, person_id in world.people.items():
        world.actors[username] = actor_of(db.session.get_one(Person, person_id))
    below = subtrees(world.units[code] for code in ANSWERING)
    # A unit's own liaison comes before the one above: the list ends with the narrowest.
    for number, code in enumerate(ANSWERING, start=1):
        for unit_id in sorted(below[world.units[code]]):
            world.answerers[unit_id] = (f"liaison{number}", f"head{number}")


def _facts(world: World, somebody: Somebody) -> PersonFacts:
    unit = world.units[somebody.unit]
    held = RoleFacts(somebody.role, unit, somebody.deputy)
    return PersonFacts(somebody.username, somebody.name, unit, somebody.title, somebody.tags, somebody.code, (held,))


def _name_stand_in(world: World) -> None:
    """Let a deputy stand in for a head who is away this week."""
    head = world.people["head2"]
    post = select(RoleGrant.id).where(RoleGrant.person_id == head, RoleGrant.role == Role.DEPT_HEAD)
    today = clock.day_of(world.timeline.end)
    week = (today - timedelta(days=2), today + timedelta(days=5))
    name_stand_in(SYSTEM, db.session.scalars(post).one(), world.people["deputy2"], *week)


def _add_matters(world: World) -> dict[str, list[int]]:
    """Add the matters; return their ids by unit."""
    bundled = {name: bundle for bundle, names in BUNDLES.items() for name in names}
    found: dict[str, list[int]] = {}
    for unit, lines in MATTERS.items():
        for number, line in enumerate(lines, start=1):
            item = _item_of(line, f"{unit}-{number:02d}", world)
            item.unit_id, item.one_thing = world.units[unit], bundled.get(item.name, "")
            db.session.add(item)
            db.session.flush()
            found.setdefault(unit, []).append(item.id)
            _remember(world, item)
    return found


def _item_of(line: str, code: str, world: World) -> ServiceItem:
    name, audience, trips, features, term, papers = line.split("|")
    batch, announced = BATCHES[world.dice.randrange(len(BATCHES))]
    item = ServiceItem(
        code=code,
        name=name,
        audience=_AUDIENCE[audience],
        trips=_TRIPS[trips],
        id_only="i" in features,
        online="o" in features,
        mobile="m" in features,
        city_wide="c" in features,
        promised_amount=int(term[:-1]) if term[-1] in "md" else None,
        promised_unit={"m": TimeUnit.MINUTES, "d": TimeUnit.WORKDAYS}.get(term[-1]),
        batch=batch,
        announced_on=date.fromisoformat(announced),
    )
    item.papers = [RequiredPaper(name=PAPERS[letter], sort_no=place) for place, letter in enumerate(papers)]
    return item


def _remember(world: World, item: ServiceItem) -> None:
    minutes = item.promised_amount if item.promised_unit is TimeUnit.MINUTES else None
    trips = {TripPromise.ZERO: 0, TripPromise.ONE: 1}.get(item.trips) if item.trips else None
    papers = tuple(paper.name for paper in item.papers)
    world.matters[item.id] = Matter(item.id, item.name, trips, minutes, papers)


def _add_places(world: World, items: dict[str, list[int]]) -> None:
    for place in PLACES:
        site = Site(
            code=place.code, name=place.name, type=place.type, unit_id=world.units[place.unit], address=place.address
        )
        db.session.add(site)
        db.session.flush()
        for number, (name, unit, more) in enumerate(place.windows, start=1):
            _add_window(world, site, number, name, unit, [*items.get(unit, ()), *items.get(more, ())])


def _add_window(world: World, site: Site, number: int, name: str, unit: str, done: list[int]) -> None:
    always = number == 1 and site.code in {"SDY", "CGS"}
    window = Window(
        code=f"{site.code}-{number:02d}",
        name=f"{number}号 {name}",
        site_id=site.id,
        unit_id=world.units[unit],
        phone=f"0990-8{world.dice.randint(100000, 999999)}",
        hours_kind=HoursKind.ROUND_THE_CLOCK if always else HoursKind.OFFICE,
        hours="" if always else OFFICE_HOURS,
    )
    db.session.add(window)
    db.session.flush()
    ids = tuple(dict.fromkeys(done))
    db.session.add_all(WindowItem(window_id=window.id, item_id=item_id) for item_id in ids)
    known = Counter(window.id, window.name, site.name, window.unit_id, window.phone, ids)
    world.windows.setdefault(site.code, []).append(known)


def _add_proofs(world: World) -> None:
    for number, (name, unit, reason) in enumerate(PROOFS, start=1):
        batch, announced = BATCHES[number % len(BATCHES)]
        proof = CancelledProof(
            code=f"QX-{number:03d}",
            name=name,
            unit_id=world.units[unit],
            reason=CancelReason.find(reason),
            batch=batch.replace("“最多跑一次”事项", "取消证明"),
            announced_on=date.fromisoformat(announced),
        )
        db.session.add(proof)


def _add_checklists(world: World) -> None:
    clerk = world.actors["clerk2"]
    made = {preset.code: create_checklist(clerk, code=preset.code, name=preset.name, preset=preset.code).id
            for preset in PRESETS}  # fmt: skip
    made[sheet.CODE] = import_body(clerk, sheet.SHEET.to_json(), code=sheet.CODE, name=sheet.NAME).checklist_id
    for code, checklist_id in made.items():
        version = publish(clerk, checklist_id, seen=get_draft(checklist_id).version)
        world.versions[code] = (version.id, body_of(version))
        if code == sheet.CODE:
            version.checklist.description = sheet.ABOUT


def _add_campaigns(world: World) -> None:
    today = clock.day_of(world.timeline.end)
    methods = VisitMethod
    plans = (
        ("A", "“最多跑一次”事项专项督察（第二轮）", "专项督察通报", -50, 45, sheet.CODE, VISITED),
        ("B", "优化服务“十个一”体验周", "体验周通报", -22, 30, "ten_ones", (methods.EXPERIENCE, methods.ON_SITE)),
        ("C", "取消证明事项“回头看”", "回头看通报", -60, -12, "covert", (methods.EXPERIENCE, methods.PHONE)),
    )
    for key, name, series, begins, ends, checklist, how in plans:
        starts_on, ends_on = today + timedelta(days=begins), today + timedelta(days=ends)
        checklist_id = world.versions[checklist][0]
        clean = _campaign(world, key, name, series, (starts_on, ends_on), _checklist_of(checklist_id), how)
        campaign = add_campaign(world.actors["clerk2"], clean)
        campaign.is_demo, campaign.preset = True, _PRESETS[key]
        world.campaigns[key] = (campaign.id, starts_on, ends_on)
    db.session.flush()


def _checklist_of(version_id: int) -> int:
    return db.session.get_one(ChecklistVersion, version_id).checklist_id


def _campaign(
    world: World,
    key: str,
    name: str,
    series: str,
    span: tuple[date, date],
    checklist_id: int,
    methods: tuple[VisitMethod, ...],
) -> CleanCampaign:
    targets = frozenset(world.units[code] for code in ANSWERING)
    number = {"A": 43, "B": 51, "C": 37}[key]
    return CleanCampaign(
        code=f"DEMO-{key}",
        name=name,
        starts_on=span[0],
        ends_on=span[1],
        issuer_id=world.units[OFFICE],
        series=series,
        basis_title=f"关于开展{name}的通知",
        basis_number=f"明跑改办〔{span[0].year}〕{number}号",
        methods=methods,
        target_ids=targets,
        checklist_id=checklist_id,
        cut_off=time(17, 0),
        main_recipients=tuple(short for code, _, short, _, _, _ in UNITS if code in ANSWERING[:17]),
        copy_recipients=("市委办公室", "市政府办公室", "市纪委机关"),
    )

"""Rows as the clean facts that forms fill in and conflicts compare."""

from inspect_app.catalogue.models import RequiredPaper, ServiceItem, Site, Window
from inspect_app.catalogue.vocabulary import CleanItem, CleanSite, CleanWindow, Feature, PaperFact, WindowFeature


def as_fact(paper: RequiredPaper) -> PaperFact:
    """Return a paper as it is compared."""
    return PaperFact(paper.name, paper.required, paper.note)


def clean_site(site: Site) -> CleanSite:
    """Return a site's facts."""
    return CleanSite(site.name, site.type, site.unit_id, site.address, site.active, site.code)


def clean_window(window: Window) -> CleanWindow:
    """Return a window's facts."""
    return CleanWindow(
        name=window.name,
        site_id=window.site_id,
        unit_id=window.unit_id,
        phone=window.phone,
        hours_kind=window.hours_kind,
        hours=window.hours,
        features=frozenset(feature for feature in WindowFeature if getattr(window, feature.value)),
        active=window.active,
        code=window.code,
    )


def clean_item(item: ServiceItem, window_ids: frozenset[int]) -> CleanItem:
    """Return a matter's facts with its papers and the windows where it is done."""
    return CleanItem(
        name=item.name,
        unit_id=item.unit_id,
        audience=item.audience,
        one_thing=item.one_thing,
        trips=item.trips,
        features=frozenset(feature for feature in Feature if getattr(item, feature.value)),
        promised_amount=item.promised_amount,
        promised_unit=item.promised_unit,
        batch=item.batch,
        announced_on=item.announced_on,
        active=item.active,
        papers=tuple(as_fact(paper) for paper in item.papers),
        window_ids=window_ids,
        code=item.code,
    )

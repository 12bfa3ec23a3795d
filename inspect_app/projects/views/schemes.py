"""Routes of a review of reform schemes: the list, one review by unit, its items, its grid, its workbook."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from exports.schemes_workbook import ITEM_HEADS, item_cells, schemes_xlsx
from forms.schemes import ReviewForm
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import unit_choices
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.projects.actions import schemes as actions
from inspect_app.projects.models import SchemeReview
from inspect_app.projects.queries import scheme_lists as lists
from inspect_app.projects.queries import schemes as queries
from inspect_app.projects.queries.register_pages import groups_that_review
from inspect_app.projects.queries.scheme_lists import Wanted
from inspect_app.projects.views import blueprint
from inspect_app.projects.vocabulary.schemes import Shelf
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import Page, page_number
from inspect_app.web.responses import attempt, download, rendered

READERS = (Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 200


@blueprint.get("/schemes")
@requires(*READERS)
def schemes() -> Any:
    """List the reviews in which units take part that one may read."""
    text, number = request.args.get("q", "").replace("\0", "")[:_LONGEST].strip(), page_number()
    rows, total = queries.list_reviews(current_actor(), text, (number - 1) * queries.PAGE_ROWS)
    return render_template(
        "projects/scheme_reviews.html",
        page=Page(rows, number, total),
        text=text,
        opens=may(current_actor(), Permission.REVIEW_PLAN),
        reads_all=may(current_actor(), Permission.READ_ALL_FINDINGS),
    )


@blueprint.route("/schemes/new", methods=["GET", "POST"])
@requires(Permission.REVIEW_PLAN)
def new_scheme_review() -> Any:
    """Open a review."""
    form = ReviewForm()
    form.offer(unit_choices(clock.today()), groups_that_review())
    if attempt(form, lambda: actions.open_review(current_actor(), form.draft())):
        flash(f"已发起：{form.name.data}")
        return redirect(url_for("projects.schemes"), 303)
    return rendered("projects/scheme_review_form.html", form=form, review=None)


@blueprint.route("/schemes/<int:review_id>/edit", methods=["GET", "POST"])
@requires(Permission.REVIEW_PLAN)
def edit_scheme_review(review_id: int) -> Any:
    """Change a review."""
    review = queries.get_review(current_actor(), review_id)
    members = [str(key) for key in sorted(queries.members_of(review_id))]
    form = ReviewForm(obj=review, data={"unit_ids": members})
    form.offer(unit_choices(), groups_that_review(review.group_id))
    if attempt(form, lambda: actions.change_review(current_actor(), review_id, form.draft(), form.seen)):
        flash(f"已保存：{form.name.data}")
        return redirect(url_for("projects.scheme_review", review_id=review_id), 303)
    return rendered("projects/scheme_review_form.html", form=form, review=review)


@blueprint.get("/schemes/<int:review_id>")
@requires(*READERS)
def scheme_review(review_id: int) -> Any:
    """Show how far each unit of a review is; each number opens its list."""
    actor = current_actor()
    review = queries.get_review(actor, review_id)
    units = lists.list_units(actor, review, clock.today())
    facts = _around(review, Wanted())
    return render_template("projects/scheme_review.html", units=units, **facts)


@blueprint.get("/schemes/<int:review_id>/items")
@requires(*READERS)
def scheme_items(review_id: int) -> Any:
    """List the items of a review by unit."""
    actor, wanted, number = current_actor(), _wanted(), page_number()
    review = queries.get_review(actor, review_id)
    rows, total = lists.list_items(actor, review, wanted, clock.today(), (number - 1) * queries.PAGE_ROWS)
    page = Page([(row, item_cells(row)) for row in rows], number, total)
    return render_template("projects/scheme_items.html", page=page, heads=ITEM_HEADS, **_around(review, wanted))


@blueprint.get("/schemes/<int:review_id>/grid")
@requires(*READERS)
def scheme_grid(review_id: int) -> Any:
    """Show the items of some units beside each other."""
    actor, wanted, number = current_actor(), _wanted(), page_number()
    review = queries.get_review(actor, review_id)
    grid, total = lists.show_grid(actor, review, wanted, clock.today(), (number - 1) * lists.GRID_UNITS)
    page = Page(grid.units, number, total, lists.GRID_UNITS)
    return render_template("projects/scheme_grid.html", grid=grid, page=page, **_around(review, wanted))


@blueprint.get("/schemes/<int:review_id>/export")
@requires(*READERS)
def scheme_export(review_id: int) -> Response:
    """Send what the list shows, all pages of it, as Excel."""
    actor, now = current_actor(), clock.now()
    review = queries.get_review(actor, review_id)
    items, _ = lists.list_items(actor, review, _wanted(), clock.today())
    units = lists.list_units(actor, review, clock.today())
    office = current_settings().office_name
    body = schemes_xlsx(review.name, items, units, office=office, made_at=now)
    return download(body, f"{review.name}_{clock.local(now):%Y%m%d}.xlsx", _EXCEL)


@blueprint.get("/schemes/typical")
@requires(Permission.READ_ALL_FINDINGS)
def typical_schemes() -> Any:
    """List the typical cases of all reviews with what was before and what is after."""
    actor, unit_id, number = current_actor(), _row_id("unit"), page_number()
    rows, total = lists.list_typical(actor, unit_id, (number - 1) * queries.PAGE_ROWS)
    return render_template(
        "projects/scheme_typical.html",
        page=Page(rows, number, total),
        units=lists.typical_units(actor),
        chosen=str(unit_id or ""),
    )


def _around(review: SchemeReview, wanted: Wanted) -> dict[str, Any]:
    """Return what every page of a review shows around its table."""
    actor = current_actor()
    unit, shelf = str(wanted.unit_id or ""), wanted.shelf.value if wanted.shelf else ""
    return {
        "review": review,
        "changes": may(actor, Permission.REVIEW_PLAN),
        "marks": queries.sees_marks(actor),
        "unit_options": [(str(key), name) for key, name in lists.unit_names(actor, review.id)],
        "shelf_options": lists.shelves(actor),
        "unit": unit,
        "shelf": shelf,
        "kept": {"unit": unit or None, "state": shelf or None},
    }


def _wanted() -> Wanted:
    """Read by what the list is narrowed; what can't be read narrows nothing."""
    return Wanted(_row_id("unit"), Shelf.find(request.args.get("state")))


def _row_id(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

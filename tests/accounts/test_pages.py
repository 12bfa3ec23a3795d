"""Who sees which page of accounts."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from inspect_app.access import GRANTS, Permission, Role
from inspect_app.accounts.models import Person
from inspect_app.accounts.rules import power_rows, sight_rows
from tests.factories import make_person, sign_in

PAGES = {
    "/admin/units": {Permission.MANAGE_ACCOUNTS},
    "/admin/units/new": {Permission.MANAGE_ACCOUNTS},
    "/admin/people": {Permission.MANAGE_ACCOUNTS, Permission.PLAN_COVERT},
    "/admin/people/new": {Permission.MANAGE_ACCOUNTS},
    "/admin/people/import": {Permission.MANAGE_ACCOUNTS},
    "/admin/people/template.xlsx": {Permission.MANAGE_ACCOUNTS},
    "/admin/stand-ins": {Permission.MANAGE_ACCOUNTS},
    "/admin/access": {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT},
    "/admin/security": {Permission.MANAGE_SECURITY, Permission.READ_AUDIT},
    "/admin/access/export": {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT},
    "/account": set(Permission),
    "/account/sessions": set(Permission),
    "/account/password": set(Permission),
    "/account/stand-ins": set(Permission),
}


@pytest.mark.shared
@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_other(app: Flask, role: Role) -> None:
    browser = app.test_client()
    with app.app_context():
        sign_in(browser, make_person(role))
    seen = {path: browser.get(path).status_code for path in PAGES}
    assert seen == {path: 200 if GRANTS[role] & powers else 403 for path, powers in PAGES.items()}


def test_nobody_signed_out_sees_a_page(client: FlaskClient) -> None:
    assert {client.get(path).status_code for path in PAGES} == {302}


def test_the_table_of_powers_says_what_the_program_reads(client: FlaskClient, admin: Person) -> None:
    page = client.get("/admin/access").text
    for power in Permission:
        row = page.split("能做什么")[-1].split(f'<th scope="row">{power.label}</th>')[1].split("</tr>")[0]
        cells = row.split("<td>")[1:]
        assert ["<svg" in cell for cell in cells] == [power in GRANTS[role] for role in Role]


def test_the_table_of_powers_goes_out_as_the_screen_shows_it(client: FlaskClient, admin: Person) -> None:
    sheet = load_workbook(io.BytesIO(client.get("/admin/access/export").data)).worksheets[0]
    head, *rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert head[1:] == [role.label for role in Role]
    assert [row[0] for row in rows] == [words for words, _ in (*sight_rows(), *power_rows())]
    marks = {row[0]: row[1:] for row in rows[-len(Permission) :]}
    assert marks == {power.label: ["√" if power in GRANTS[role] else "" for role in Role] for power in Permission}

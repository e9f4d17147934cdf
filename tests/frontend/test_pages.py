"""What the pages promise before any script runs: language, safety of links, nothing inline."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Addresses of static files without the hashes that collectstatic would have made."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}


@pytest.fixture
def visitor() -> Client:
    return Client()


def page_data(response: HttpResponse) -> dict[str, str]:
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', response.content.decode())
    assert found
    data: dict[str, str] = json.loads(found[1])
    return data


def test_the_bench_asks_to_sign_in_and_remembers_the_way(visitor: Client) -> None:
    response = visitor.get("/?at=16.3,101.1,17&state=draft")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in?next=%2F%3Fat%3D16.3%2C101.1%2C17%26state%3Ddraft"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "evil", "%0a/"]
)
def test_sign_in_never_leads_to_another_site(visitor: Client, elsewhere: str) -> None:
    assert page_data(visitor.get("/sign-in", {"next": elsewhere}))["next"] == "/"


def test_sign_in_leads_back_to_where_one_was(visitor: Client) -> None:
    assert page_data(visitor.get("/sign-in", {"next": "/?parcel=x"}))["next"] == "/?parcel=x"


def test_who_is_signed_in_skips_the_sign_in_page(officer: User, visitor: Client) -> None:
    visitor.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    response = visitor.get("/sign-in", {"next": "//evil.example"})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_pages_are_thai_whatever_the_browser_prefers(visitor: Client) -> None:
    response = visitor.get("/sign-in", headers={"accept-language": "en-US,en;q=0.9"})
    assert response["Content-Language"] == "th"
    assert '<html lang="th">' in response.content.decode()
    assert "เข้าสู่ระบบ" in response.content.decode()


def test_pages_are_english_for_who_chose_it(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    response = visitor.get("/sign-in", headers={"accept-language": "th"})
    assert '<html lang="en">' in response.content.decode()
    assert "Sign in" in response.content.decode()


@pytest.mark.parametrize(("asked", "given"), [("", "th"), ("en-GB,th;q=0.5", "en"), ("de,fr", "th"), ("de,en", "en")])
def test_the_api_listens_to_accept_language(visitor: Client, asked: str, given: str) -> None:
    visitor.cookies["django_language"] = "en" if given == "th" else "th"
    response = visitor.get("/api/me", headers={"accept-language": asked})
    assert response.status_code == 401
    assert response["Content-Language"] == given
    assert "Accept-Language" in response["Vary"]


def test_the_language_is_kept_and_leads_back(visitor: Client) -> None:
    response = visitor.post("/language", {"language": "en", "next": "/?area=6701"})
    assert (response.status_code, response["Location"]) == (302, "/?area=6701")
    assert response.cookies["django_language"].value == "en"


def test_an_unknown_language_is_not_kept(visitor: Client) -> None:
    response = visitor.post("/language", {"language": "xx", "next": "//evil.example"})
    assert response["Location"] == "/"
    assert "django_language" not in response.cookies


def test_another_site_cannot_switch_the_language() -> None:
    response = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert response.status_code == 403
    assert "django_language" not in response.cookies
    assert "ทำรายการไม่สำเร็จ" in response.content.decode()


def test_an_unknown_address_is_a_page_with_a_way_on(visitor: Client) -> None:
    response = visitor.get("/nowhere")
    assert response.status_code == 404
    assert "ไม่พบหน้านี้" in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/"])
def test_nothing_is_inline(path: str, officer: User, visitor: Client) -> None:
    if path == "/":
        visitor.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    response = visitor.get(path)
    html = response.content.decode()
    scripts = re.findall(r"<script\b[^>]*>", html)
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", html)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_the_texts_of_scripts_come_in_the_language_of_their_address(visitor: Client) -> None:
    thai, english = visitor.get("/i18n/th.js"), visitor.get("/i18n/en.js")
    assert json.dumps("ติดต่อเครื่องแม่ข่ายไม่ได้") in thai.content.decode()
    assert "No connection" not in english.content.decode()
    again = visitor.get("/i18n/th.js", headers={"if-none-match": thai["ETag"]})
    assert again.status_code == 304

"""Error pages: a clear Chinese sentence and a 4xx; JSON for whoever asks for it."""

import errno
import logging
import sqlite3
from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from inspect_app.foundation.errors import Conflict, DomainError, TooMany
from inspect_app.web.logs import reference

log = logging.getLogger(__name__)

_SENTENCES = {
    400: "请求不完整或页面已过期，请返回后再试一次。",
    401: "请先登录。",
    403: "您没有这项权限。需要时请联系跑改办。",
    404: "没有找到这一页，或者您不能查看。",
    405: "这个地址不接受这样的操作。",
    409: "这一步现在不能办，请刷新后再看。",
    413: "内容太大，请分开上传或缩小后再试。",
    429: "操作太频繁，请稍后再试。",
    500: "系统出了问题，已记录。您刚才的内容没有改动任何数据，请稍后再试。",
}
# What a program reads; the sentence is for the person in front of it.
_WORDS = {
    400: "bad_request",
    401: "signed_out",
    403: "not_allowed",
    404: "missing",
    405: "method_not_allowed",
    409: "refused",
    413: "too_large",
    422: "invalid",
    429: "too_many",
}
_AWAY = "数据库正忙，或者暂时连不上。您刚才的内容没有改动任何数据，请过一会儿再试。"
_FULL = "服务器的磁盘满了，什么都存不进去。您刚才的内容没有改动任何数据，请告诉系统管理员，腾出空间后再试。"
# SQLite says with the same kind of error that a statement is wrong; that is a fault of the program.
_AWAY_WORDS = ("locked", "busy", "disk i/o", "unable to open", "readonly")
_FULL_WORDS = ("disk is full", "no space left", "disk quota exceeded", "could not extend file")
_RETRY_SECONDS = "30"
_STALE = "这份内容刚被别人改过，您的修改还没有保存。请返回后刷新，对照最新内容再改。"


def register_error_pages(app: Flask) -> None:
    """Answer every error in the office's own words."""
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(StaleDataError, _stale)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(away, _away)
    app.register_error_handler(OSError, _cannot_write)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: DomainError) -> Any:
    if isinstance(error, Conflict) and not _wants_json():
        page = render_template("errors/conflict.html", message=error.message, mine=error.mine, theirs=error.theirs)
        return page, error.status
    if isinstance(error, Conflict):
        both = {"mine": error.mine, "theirs": error.theirs}
        return jsonify(error=error.status, message=error.message, **both), error.status
    answer = make_response(_page(error.status, error.message))
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _http_error(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    status = error.code or 500
    return _page(status, _SENTENCES.get(status, _SENTENCES[400] if status < 500 else _SENTENCES[500]))


def _wrong_host(_error: SecurityError) -> Any:
    """Answer without a page: no address can be built for a host that isn't ours."""
    return Response("这个地址不是本系统的地址，请用跑改办给的网址打开。", 400, mimetype="text/plain")


def _stale(_error: StaleDataError) -> Any:
    return _page(409, _STALE)


def _away(error: Exception) -> Any:
    """Answer although there is no database: the page is made without anything that would ask it."""
    said, full = str(getattr(error, "orig", error)).lower(), _FULL_WORDS
    if isinstance(getattr(error, "orig", None), sqlite3.Error) and not any(w in said for w in _AWAY_WORDS + full):
        return _unexpected(error)
    log.error("the database is away", exc_info=error, extra={"facts": {"request": reference()}})
    return _without_database(_FULL if any(words in said for words in full) else _AWAY)


def _cannot_write(error: OSError) -> Any:
    """Answer that the disk is full; any other fault of the system is unexpected."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _unexpected(error)
    log.error("the disk is full", exc_info=error, extra={"facts": {"request": reference()}})
    return _without_database(_FULL)


def _without_database(message: str) -> Any:
    if _wants_json():
        body: Any = jsonify(error="away" if request.path.startswith("/api/") else 503, message=message)
    else:
        body = current_app.jinja_env.get_template("errors/page.html").render(status=503, message=message)
    response = current_app.make_response((body, 503))
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _unexpected(error: Exception) -> Any:
    log.exception("unexpected error", exc_info=error, extra={"facts": {"request": reference()}})
    return _page(500, f"{_SENTENCES[500]}报错编号 {reference()}。")


def _page(status: int, message: str) -> Any:
    if request.path.startswith("/api/"):
        word = _WORDS.get(status, "server_error" if status >= 500 else "bad_request")
        return jsonify(error=word, message=message), status
    if _wants_json():
        return jsonify(error=status, message=message), status
    return render_template("errors/page.html", status=status, message=message), status


def _wants_json() -> bool:
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"

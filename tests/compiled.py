"""What a process of tests compiles once, though each test has its own application: templates, routes, statements."""

from collections.abc import Callable, Hashable
from types import CodeType
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

_STATEMENTS = 3_000


class CompiledTemplates(BytecodeCache):
    """Compiled templates of this process: no test compiles one twice."""

    def __init__(self) -> None:
        """Start with none."""
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what an earlier test compiled from the same text."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what this test compiled."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


class CompiledRule(Rule):
    """A route that is read and compiled once per process: most of what a new application costs."""

    _read: ClassVar[dict[Hashable, tuple[list[Any], list[Any], dict[str, Any]]]] = {}
    _builders: ClassVar[dict[Hashable, Callable[..., tuple[str, str]]]] = {}

    def compile(self) -> None:
        """Take over what was read from the same words, where the same words mean the same."""
        assert self.map is not None
        meaning = frozenset(self.map.converters.items())
        key = (self.rule, self.subdomain, self.host, self.map.host_matching, self.merge_slashes, meaning)
        if key not in self._read:
            super().compile()
            self._read[key] = (self._parts, self._trace, self._converters)
            return
        self._parts, self._trace, self._converters = self._read[key]
        self.arguments.update(self._converters)
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((self.defaults or {}).items()))
        key = (self.rule, tuple(self._trace), defaults, append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


class _Alike(Dialect):
    """A dialect whose engines share what they compiled: SQLAlchemy keeps a statement under its dialect and its shape.

    Two dialects of one kind that speak to servers of one version say the same.
    """

    supports_statement_cache = True
    _compiled: ClassVar[LRUCache[Any, Any]] = LRUCache(_STATEMENTS)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.server_version_info == other.server_version_info

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let a new engine begin with what the others compiled."""
        engine.update_execution_options(compiled_cache=cls._compiled)


class Sqlite(_Alike, SQLiteDialect_pysqlite):
    """SQLite as the application speaks it."""

    supports_statement_cache = True


class Postgresql(_Alike, PGDialect_psycopg):
    """PostgreSQL as the application speaks it."""

    supports_statement_cache = True


Flask.url_rule_class = CompiledRule
registry.register("sqlite", __name__, "Sqlite")
registry.register("postgresql.psycopg", __name__, "Postgresql")

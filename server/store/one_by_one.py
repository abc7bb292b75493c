"""Rows that PostgreSQL looks up one by one, each by its whole key, whatever it believes of a table.

A list of names that is joined to a table is found in either of two ways: name by name, or by the beginning of
the key, comparing each row with each name. For any values PostgreSQL reckons with averages: where nearly all
tills have a few rows, the second looks as cheap as the first, and a large till's journal is read from its
beginning. Here it has no such choice. Each name is a question of its own (LATERAL), planned by itself because
of its OFFSET, and what it finds has to come in the order of the last column of the key: of indexes that look
equally cheap PostgreSQL takes the one that brings rows in the order that is wanted. That is why `is_just`
asks for a range; of an equation no order would be wanted. How high an index is counts for nothing, by
`planning`.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    GenerativeSelect,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.selectable import LateralFromClause

from server.store.compiled import Among, EachOnce, Names, Statement


def named(name: str, *, of: Names | None = None) -> TableValuedAlias:
    """The names bound as `name`, each in a row of its own, as its column `name`."""
    array = cast(bindparam(name, type_=of or Names()), ARRAY(Text))
    return func.unnest(array).table_valued(column("name", Text), name=name).render_derived()


def is_just(last: Column[Any], value: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the last column of a key is a value."""
    return last.between(value, value)


def one_by_one(query: GenerativeSelect, last: Column[Any]) -> LateralFromClause:
    """The rows of a query over one table, for each row joined before it; `is_just` is said of `last`."""
    return query.order_by(last).offset(literal_column("0")).lateral()


def of_each(
    query: "Select[*tuple[Any, ...]]", holder: "Column[str]", name: str = "members", *, shares: bool = False
) -> Statement:
    """A query over the rows of holders, whose names are bound as `name`: each holder asked for by itself.

    What is locked is locked in the order of the names. `shares` as `Statement`.
    """
    return Statement(query.where(Among(holder, name)), postgresql=by_each(query, holder, name), shares=shares)


def by_each(query: "Select[*tuple[Any, ...]]", holder: "Column[str]", name: str = "members") -> "Select[Any]":
    """The same as PostgreSQL is asked it.

    A table that was never analysed looks as if it had a row or two of a tenant: any index that begins with
    the tenant seems as good as the key. So here too a range is asked for, in the order of the holder.
    """
    names = named(name, of=EachOnce())
    rows = query.where(is_just(holder, names.c.name)).order_by(holder).offset(literal_column("0")).lateral()
    return select(*rows.c).select_from(names.join(rows, true()))

"""SQLite's planner is told of the rows once an hour."""

import pytest
from django.db import connection

from catalog.services.planner import planner_inform


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does it by itself")
def test_the_planner_is_told_how_products_are_spread(product):
    planner_inform()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'product_newest'")
        assert cursor.fetchone()[0].split()[0] == "1"

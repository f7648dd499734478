"""A PostgreSQL of the tests' own; what is in it is thrown away with the tests, so speed goes before safety."""

import psycopg

from zhiji.bench import cluster
from zhiji.bench.cluster import free_port

__all__ = ["Cluster", "free_port"]


class Cluster(cluster.Cluster):
    """The tests' server."""

    def __init__(self, port: int) -> None:
        super().__init__(port, settings=cluster.CARELESS)

    def copy_database(self, source: str, name: str) -> str:
        """Make a database that holds what another holds, to which nobody is connected; gives its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'.encode())
        return self.url(name)

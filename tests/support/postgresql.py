"""A PostgreSQL of the tests' own; what is in it is thrown away with the tests, so speed goes before safety."""

from zhiji.bench import cluster
from zhiji.bench.cluster import free_port

__all__ = ["Cluster", "free_port"]


class Cluster(cluster.Cluster):
    """The tests' server."""

    def __init__(self, port: int) -> None:
        super().__init__(port, settings=cluster.CARELESS)

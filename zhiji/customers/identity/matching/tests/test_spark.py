"""The same records and parameters on Spark, as a cluster runs it; here with a cluster of one machine."""

import os
import shutil
import subprocess
import sys

import pytest

from zhiji.customers.identity.matching import backends, engine
from zhiji.customers.identity.matching.records import FRACTIONS, Kind, MatchRecord
from zhiji.customers.identity.matching.tables import to_arrow
from zhiji.customers.identity.matching.tests.samples import firms, people

pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")
pytest.importorskip(
    "pyspark", reason="the extra `spark` is not installed: `make test-spark` does, and runs this"
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Start Spark: a driver and two workers in processes of this machine, reached as those of a cluster are."""
    java = shutil.which("java")
    if java is None or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        pytest.skip("Spark needs Java 17 or newer, and there is none; on Debian: default-jre-headless")
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    folder = tmp_path_factory.mktemp("spark")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.jars": similarity_jar_location(),
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("zhiji")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
    backends.prepare_spark(session)
    yield session
    session.stop()


def weights_of(spark, kind: Kind, records: list[MatchRecord]) -> tuple[dict, dict]:
    """Weigh records on DuckDB, then the same pairs with the same parameters on Spark; gives both, by pair."""
    from splink.backends.spark import SparkAPI

    connection = engine.open_engine(engine.Limits())
    engine.take_in(connection, kind, to_arrow(records))
    assert engine.find_candidates(connection) > 1_000
    parameters = engine.learn_from(connection, kind)
    engine.weigh(connection, parameters, lowest=-1000.0)
    ours = {(one, other): weight for one, other, weight in engine.pairs_from(connection, -1000.0)}
    # Spark takes no column twice, and Splink counts by itself how frequent names are.
    counted = ", ".join(sorted(FRACTIONS))
    for name, query in {
        "records": f"select * exclude ({counted}) from records",
        "candidates": "select * from candidates",
    }.items():
        spark.createDataFrame(connection.sql(query).to_arrow_table()).createOrReplaceTempView(name)
    found = engine.weigh_on(SparkAPI(spark_session=spark), "records", "candidates", parameters)
    return ours, {(min(one, other), max(one, other)): weight for one, other, weight in found}


@pytest.mark.parametrize(("kind", "made"), [("organisation", firms), ("person", people)])
def test_spark_gives_every_pair_the_weight_that_duckdb_gives(spark, kind, made):
    records, _ = made(800)
    assert len(records) > 1_800
    ours, theirs = weights_of(spark, kind, records)
    assert ours.keys() == theirs.keys()
    assert max(abs(ours[pair] - theirs[pair]) for pair in ours) < 1e-6
    assert max(ours.values()) > 5 > 0 > min(ours.values())

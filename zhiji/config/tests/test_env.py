import pytest

from zhiji.config.env import BadSettings, read_env


def test_defaults_need_nothing_but_a_folder(tmp_path):
    env = read_env({"ZHIJI_DATA_DIR": str(tmp_path)})
    assert env.database.vendor == "sqlite"
    assert len(env.secret_key) >= 32
    assert env.secret_key == read_env({"ZHIJI_DATA_DIR": str(tmp_path)}).secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_every_fault_is_one_sentence_and_all_are_told_at_once(tmp_path):
    wrong = {
        "ZHIJI_DATA_DIR": str(tmp_path),
        "ZHIJI_PORT": "many",
        "ZHIJI_DATABASE_URL": "mysql://x/y",
        "ZHIJI_TIME_ZONE": "Mars/Olympus",
        "ZHIJI_SMTP_LISTEN": "2525",
        "ZHIJI_SMTP_URL": "ftp://x",
        "ZHIJI_SECRET_KEY": "short",
        "ZHIJI_DEBUG": "maybe",
        "ZHIJI_COLOUR": "red",
    }
    with pytest.raises(BadSettings) as told:
        read_env(wrong)
    lines = str(told.value).splitlines()
    assert len(lines) == 8
    assert all(name in str(told.value) for name in wrong if name != "ZHIJI_DATA_DIR")


def test_a_certificate_needs_its_key_and_both_must_be_there(tmp_path):
    wrong = {"ZHIJI_DATA_DIR": str(tmp_path), "ZHIJI_SMTP_TLS_CERT": str(tmp_path / "none.pem")}
    with pytest.raises(BadSettings) as told:
        read_env(wrong)
    assert "go together" in str(told.value)
    assert "none.pem” is no file that can be read" in str(told.value)


def test_a_postgresql_address_is_taken_apart(tmp_path):
    url = "postgresql://an%40a:p%2Fw@db.example:5433/zhiji?sslmode=require"
    database = read_env({"ZHIJI_DATA_DIR": str(tmp_path), "ZHIJI_DATABASE_URL": url}).database
    assert (database.user, database.password, database.host, database.port) == (
        "an@a",
        "p/w",
        "db.example",
        "5433",
    )
    assert database.options == (("sslmode", "require"),)

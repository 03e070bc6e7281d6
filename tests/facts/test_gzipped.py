"""Files that were packed with gzip."""

import gzip

from tests.facts.small import serving_users
from tests.loads.exports import Export

from convergent.facts.load import load
from convergent.facts.sources import archive


def test_packed_files_are_read_under_their_own_names(home, tmp_path):
    spoilt = Export(enabled={"s01": "perhaps"}).write(tmp_path / "export")
    for file in list(spoilt.iterdir()):
        (spoilt / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()

    result = load([spoilt], home=home)

    assert result.status == "published_with_rejects"
    assert (result.errors[0].file, result.errors[0].line) == ("users.csv", 3)
    assert len(serving_users(home)) == 40


def test_file_that_unpacks_to_more_than_is_likely_is_refused(home, tmp_path):
    bomb = tmp_path / "users.csv.gz"
    bomb.write_bytes(gzip.compress(b"sourcedId\n" * (archive.SMALL_ENOUGH // 5)))

    result = load([bomb], home=home)

    assert [(one.file, one.rule) for one in result.errors] == [("users.csv.gz", "gzip ratio")]


def test_damaged_file_is_refused(home, tmp_path):
    whole = gzip.compress(b"sourcedId,name,type\nd,District,district\n" * 100)
    (tmp_path / "orgs.csv.gz").write_bytes(whole[:-20])

    result = load([tmp_path / "orgs.csv.gz"], home=home)

    assert [(one.file, one.rule) for one in result.errors] == [("orgs.csv.gz", "gzip")]

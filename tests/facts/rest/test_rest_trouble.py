"""Services that fail, hang, lie or lead elsewhere."""

import pytest
from tests.facts.rest.server import SECRET

from convergent.facts.confinement import Limits
from convergent.facts.findings import ExportRefused
from convergent.facts.progress import Cancelled
from convergent.facts.sources.oneroster_rest.patience import Patience, pause

pytestmark = pytest.mark.without_records


def refusal(fetched, *lines, **arguments):
    with pytest.raises(ExportRefused) as refused:
        fetched(*lines, **arguments)
    (finding,) = refused.value.findings
    assert finding.line == 0
    assert finding.fix
    return finding


def place(finding):
    return finding.file, finding.rule, finding.value


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("retry_after", ["", "0", "Fri, 20 Nov 2026 06:00:00 GMT", "soon"])
def test_what_passes_is_tried_again(sis, fetched, ids, status, retry_after):
    sis.has(fails=[status] * 3, retry_after=retry_after)

    fetched()

    assert len(ids("users")) == 26
    assert sis.offsets("orgs") == [0, 0, 0, 0, 3]


def test_what_does_not_pass_is_refused_after_the_last_try(sis, fetched):
    sis.has(fails=[503] * 4)

    assert place(refusal(fetched)) == (
        "/ims/oneroster/rostering/v1p2/orgs",
        "service ready",
        "HTTP 503, tried 4 times",
    )


def test_wait_beyond_the_deadline_is_not_begun(sis, fetched):
    sis.has(fails=[503], retry_after="100")

    finding = refusal(fetched, "longest_wait = 100", "deadline = 99", without="longest_wait")

    assert finding.value == "HTTP 503, tried 1 times"


def test_connection_that_breaks_within_an_answer_is_tried_again(sis, fetched, ids):
    sis.has(drops=3)

    fetched()

    assert ids("orgs") == ["district", "north", "south"]


def test_connection_that_always_breaks_is_refused(sis, fetched):
    sis.has(drops=1000)

    finding = refusal(fetched)

    assert (finding.rule, finding.value) == (
        "connection",
        "ChunkedEncodingError, tried 4 times",
    )


def test_nobody_there_is_refused(fetched):
    finding = refusal(fetched, 'token_url = "http://127.0.0.1:1/token"', without="token_url")

    assert place(finding) == ("/token", "connection", "ConnectionError, tried 4 times")


def test_answer_that_never_comes_is_refused(sis, fetched):
    sis.has(is_silent="courses")

    finding = refusal(fetched, "read_timeout = 0.2")

    assert place(finding) == (
        "/ims/oneroster/rostering/v1p2/courses",
        "answer in time",
        "no whole answer in time, tried 4 times",
    )


def test_answer_without_an_end_is_refused_by_its_size(sis, fetched):
    sis.has(drips="courses")

    finding = refusal(fetched, "largest_page = 5_000_000")

    assert place(finding)[1:] == ("size of an answer", "more than 5000000 bytes")


def test_answer_without_an_end_is_refused_by_its_time(sis, fetched):
    sis.has(drips="courses")

    assert refusal(fetched, "response_timeout = 0").rule == "answer in time"


def test_answer_that_unpacks_to_too_much_is_refused(sis, fetched):
    sis.has(gzips="courses")

    assert refusal(fetched, "largest_page = 5_000_000").rule == "size of an answer"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Expecting value at byte 0"),
        ("<html>", "Expecting value at byte 0"),
        ('{"courses": [', "Expecting value at byte 13"),
        ('{"courses": [{"sourcedId": NaN}]}', "NaN is no number"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(sis, fetched, body, said):
    sis.has(body={"courses": body})

    assert place(refusal(fetched)) == ("/ims/oneroster/rostering/v1p2/courses", "JSON", said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[]", "list"),
        ('{"data": [], "meta": 1}', "data, meta"),
        ('{"courses": {}}', "courses"),
        ('{"courses": ["a"]}', "courses"),
    ],
)
def test_what_is_not_oneroster_is_refused(sis, fetched, body, said):
    sis.has(body={"courses": body})

    finding = refusal(fetched)

    assert (finding.rule, finding.column, finding.value) == ("OneRoster 1.2", "courses", said)


def test_collection_that_may_be_missing_is_noticed(sis, fetched, table, tmp_path):
    sis.has(absent=["categories", "scoreScales", "lineItems", "results"])

    result = fetched()

    said = {row["propertyName"]: row["value"] for row in table("manifest")}
    assert said["file.lineItems"] == said["file.resultScoreScales"] == "absent"
    assert not (tmp_path / "files" / "results.csv").exists()
    assert [
        (one.file, one.value) for one in result.notices if one.rule == "collection offered"
    ] == [
        (f"/ims/oneroster/gradebook/v1p2/{name}", "HTTP 404")
        for name in ("categories", "scoreScales", "lineItems", "results")
    ]


def test_collection_that_is_needed_is_refused_where_it_is_missing(sis, fetched, ids):
    sis.has(absent=["users"])
    assert place(refusal(fetched)) == (
        "/ims/oneroster/rostering/v1p2/users",
        "collection offered",
        "HTTP 404",
    )

    sis.has(absent=[])
    fetched()
    assert len(ids("users")) == 26


def test_scope_that_does_not_reach_is_refused(sis, fetched):
    sis.has(forbidden=["demographics"])

    finding = refusal(fetched)

    assert place(finding)[:2] == ("/ims/oneroster/rostering/v1p2/demographics", "scope granted")
    assert finding.value.startswith("HTTP 403")


def test_status_that_means_nothing_here_is_refused(sis, fetched):
    sis.has(fails=[418])

    assert place(refusal(fetched))[1:] == ("status understood", "HTTP 418 {}")


@pytest.mark.asvs("1.3.6", "15.3.2")
@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("https://evil.example.org/steal?token=1", "https://evil.example.org/steal"),
        ("http://127.0.0.2:9/users", "http://127.0.0.2:9/users"),
        ("//name:password@evil.example.org/", "http://evil.example.org/"),
    ],
)
def test_redirect_elsewhere_is_refused(sis, fetched, to, told):
    sis.has(redirects={"users": to})

    assert place(refusal(fetched))[1:] == ("no redirect elsewhere", told)


def test_redirect_within_the_host_is_followed(sis, fetched, ids):
    sis.has(redirects={"users": "users/?limit=100"})

    fetched()

    assert len(ids("users")) == 26


def test_redirect_in_a_circle_is_refused(sis, fetched):
    sis.has(redirects={"users": "/ims/oneroster/rostering/v1p2/users?limit=10"})

    assert refusal(fetched).rule == "no redirect elsewhere"


@pytest.mark.parametrize(("tried", "most"), [(1, 2), (2, 4), (3, 8), (10, 60), (100, 60)])
def test_wait_doubles_up_to_the_longest_and_is_shortened_by_chance(tried, most):
    wait = Patience(first_wait=2, longest_wait=60).wait(tried, retry_after=None)

    assert most / 2 <= wait <= most


@pytest.mark.parametrize(("asked", "waited"), [(0, 0), (7, 7), (60, 60), (3600, 60), (-5, 0)])
def test_wait_is_what_the_service_asks_for_up_to_the_longest(asked, waited):
    assert Patience(first_wait=2, longest_wait=60).wait(1, retry_after=asked) == waited


def test_wait_ends_when_somebody_cancels():
    with pytest.raises(Cancelled):
        pause(3600, cancelled=lambda: True)


def test_cancelled_fetch_ends_and_goes_on_later(sis, fetched, ids):
    asked = iter([False, False, True])  # after the token, the first page, and its rows

    with pytest.raises(Cancelled):
        fetched(cancelled=lambda: next(asked))
    fetched()

    assert sis.offsets("orgs") == [0, 3]
    assert len(ids("users")) == 26


def test_no_finding_and_no_log_holds_the_secret_or_the_token(sis, fetched, caplog, tmp_path):
    caplog.set_level("DEBUG")
    sis.has(secret_in_errors=True, forbidden=["users"])

    finding = refusal(fetched)

    assert "token-0" not in repr(finding)
    assert finding.value == 'HTTP 403 {"said": "Bearer …"}'
    told = caplog.text + "".join(
        path.read_text() for path in (tmp_path / "state").rglob("*") if path.is_file()
    )
    assert [word for word in (SECRET, "token-0", "Basic ") if word in told] == []


def test_answer_that_swells_as_it_is_read_ends_its_reader_alone(sis, fetched):
    sis.has(swells="orgs")

    finding = refusal(fetched, limits=Limits(memory_megabytes=1))

    assert (finding.rule, finding.value) == (
        "memory of a load",
        "more than 1,027 megabytes of memory",
    )

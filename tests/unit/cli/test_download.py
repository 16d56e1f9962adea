"""A list is fetched when it changed, gone on with where it broke off, and never trusted."""

import gzip

import httpx
import pytest

from enduse.cli.download import Validators, download, new_client
from enduse.domain.errors import InvalidInputError, SourceUnavailableError

URL = "https://lists.example/un.xml"
BODY = bytes(range(256)) * 40
NONE = Validators()


class Server:
    """Answers as a publisher would, and remembers what was asked."""

    def __init__(self, body=BODY, etag='"one"', breaks_after=None, **headers):
        self.body, self.etag, self.breaks_after = body, etag, breaks_after
        self.headers = {"Content-Type": "application/xml", **headers}
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return httpx.Response(304)
        headers = {**self.headers, "ETag": self.etag, "Content-Length": str(len(self.body))}
        status, start = 200, 0
        if "Range" in request.headers and request.headers["If-Range"] == self.etag:
            start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            if start >= len(self.body):
                return httpx.Response(416)
            status = 206
            end = len(self.body) - 1
            headers |= {"Content-Range": f"bytes {start}-{end}/{len(self.body)}"}
            headers["Content-Length"] = str(len(self.body) - start)
        return httpx.Response(status, headers=headers, content=self._chunks(start))

    def _chunks(self, start):
        end = len(self.body)
        if self.breaks_after is not None:
            end = min(end, start + self.breaks_after)
        for at in range(start, end, 1_000):
            yield self.body[at : min(at + 1_000, end)]


def client(handler):
    made = new_client()
    return httpx.Client(
        transport=httpx.MockTransport(handler),
        headers=made.headers,
        follow_redirects=made.follow_redirects,
    )


def fetch(server, folder, known=NONE, **options):
    with client(server) as session:
        return download(session, URL, folder / "un.xml", known, **options)


def test_a_whole_file_comes_with_what_the_server_said_of_it(tmp_path):
    server = Server(**{"Last-Modified": "Tue, 04 Feb 2031 05:06:07 GMT"})
    got = fetch(server, tmp_path)
    assert got.path.read_bytes() == BODY
    assert got.validators == Validators('"one"', "Tue, 04 Feb 2031 05:06:07 GMT")
    assert got.modified_on.isoformat() == "2031-02-04"
    assert [path.name for path in tmp_path.iterdir()] == ["un.xml"]
    assert server.asked[0].headers["Accept-Encoding"] == "identity"
    assert "enduse" in server.asked[0].headers["User-Agent"]


def test_a_file_that_did_not_change_is_not_fetched(tmp_path):
    assert fetch(Server(), tmp_path, Validators('"one"')) is None
    assert not list(tmp_path.iterdir())


def test_a_download_that_broke_off_goes_on_where_it_was(tmp_path):
    server = Server(breaks_after=4_000)
    assert fetch(server, tmp_path).path.read_bytes() == BODY
    assert [r.headers.get("Range") for r in server.asked] == [None, "bytes=4000-", "bytes=8000-"]


def test_what_came_stays_for_the_next_run(tmp_path):
    server = Server(breaks_after=1_000)
    with pytest.raises(SourceUnavailableError, match=r"broke off; run again.*bytes=3000"):
        fetch(server, tmp_path)
    server.breaks_after = None
    assert fetch(server, tmp_path).path.read_bytes() == BODY
    assert server.asked[-1].headers["Range"] == "bytes=3000-"


def test_a_file_that_changed_meanwhile_is_fetched_from_its_start(tmp_path):
    with pytest.raises(SourceUnavailableError):
        fetch(Server(breaks_after=1_000), tmp_path)
    newer = Server(body=BODY[::-1], etag='"two"')
    assert fetch(newer, tmp_path).path.read_bytes() == BODY[::-1]


def test_a_server_that_has_less_than_was_begun_is_asked_again_from_the_start(tmp_path):
    with pytest.raises(SourceUnavailableError):
        fetch(Server(breaks_after=1_000), tmp_path)
    shorter = Server(body=BODY[:2_000])
    assert fetch(shorter, tmp_path).path.read_bytes() == BODY[:2_000]


def test_a_weak_mark_is_no_ground_to_go_on(tmp_path):
    with pytest.raises(SourceUnavailableError):
        fetch(Server(etag='W/"one"', breaks_after=1_000), tmp_path)
    server = Server(etag='W/"one"')
    assert fetch(server, tmp_path).path.read_bytes() == BODY
    assert "Range" not in server.asked[0].headers


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_bad_status_is_said(tmp_path, status):
    with pytest.raises(SourceUnavailableError, match=f"status={status}"):
        fetch(lambda _: httpx.Response(status), tmp_path)


def test_a_web_page_instead_of_the_list_is_refused(tmp_path):
    with pytest.raises(InvalidInputError, match="a web page, not the list"):
        fetch(Server(**{"Content-Type": "text/html; charset=utf-8"}), tmp_path)
    assert not (tmp_path / "un.xml").exists()


def test_no_more_than_a_list_is_taken(tmp_path):
    with pytest.raises(InvalidInputError, match="larger than any list"):
        fetch(Server(), tmp_path, max_bytes=5_000)
    assert not list(tmp_path.iterdir())


def test_a_packed_answer_that_swells_is_cut_off(tmp_path):
    bomb = gzip.compress(b"0" * 30_000_000)
    server = Server(body=bomb, **{"Content-Encoding": "gzip"})
    with pytest.raises(InvalidInputError, match="larger than any list"):
        fetch(server, tmp_path, max_bytes=1_000_000)


def test_a_packed_answer_is_unpacked(tmp_path):
    server = Server(body=gzip.compress(BODY), **{"Content-Encoding": "gzip"})
    assert fetch(server, tmp_path).path.read_bytes() == BODY


def test_no_answer_at_all_is_said(tmp_path):
    def refuse(request):
        raise httpx.ConnectError("no route", request=request)

    with pytest.raises(SourceUnavailableError, match="no route"):
        fetch(refuse, tmp_path)


def test_a_server_that_leads_off_https_is_not_followed_home(tmp_path):
    def lead(request):
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": "http://lists.example/un.xml"})
        return httpx.Response(200, content=BODY)

    with pytest.raises(SourceUnavailableError, match="leads off https"):
        fetch(lead, tmp_path)


def test_a_circle_of_redirects_is_said(tmp_path):
    def circle(request):
        return httpx.Response(302, headers={"Location": str(request.url)})

    with pytest.raises(SourceUnavailableError, match="leads nowhere"):
        fetch(circle, tmp_path)


def test_a_damaged_note_beside_a_part_is_no_ground_to_go_on(tmp_path):
    (tmp_path / "un.xml.part").write_bytes(b"half")
    (tmp_path / "un.xml.part.json").write_text("{", "utf-8")
    assert fetch(Server(), tmp_path).path.read_bytes() == BODY

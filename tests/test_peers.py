"""What peers.py compares is the same content. No times are tested, and nothing is fetched."""

import json
import subprocess

import peers
import pytest

from generator import files


@pytest.fixture(scope="module")
def docx() -> bytes:
    return peers.ours((files.PLANS / "2017.yaml").read_bytes())()


def test_the_content_is_what_the_document_shows(docx):
    content = peers.content_of(docx)
    assert len(content.blocks) > 80
    assert {sort[0] for sort in content.looks} == {"p", "t"}
    assert peers.wanted(content) == peers.texts(docx)


def test_docxtpl_makes_the_same_texts_of_its_template(docx, tmp_path):
    content = peers.content_of(docx)
    path = tmp_path / "template.docx"
    path.write_bytes(peers.template(docx, content, "docxtpl"))
    values = json.loads(json.dumps({"b": content.blocks}))
    assert peers.texts(peers.by_docxtpl(path, values)()) == peers.wanted(content)


@pytest.mark.parametrize("peer", sorted(peers.TAGS))
def test_every_engine_s_template_is_a_document(docx, peer):
    content = peers.content_of(docx)
    assert len(peers.texts(peers.template(docx, content, peer))) > len(content.looks)


def test_what_cannot_be_fetched_is_named(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert peers.fetched(tmp_path) == dict.fromkeys(peers.PACKAGES, "CalledProcessError")


def test_ours_is_measured_in_a_process_of_its_own(tmp_path):
    path = files.PLANS / "2017.yaml"
    took = peers.run(tmp_path, "ours", 1, path, tmp_path / "x.json", tmp_path / "made.docx")
    assert isinstance(took, peers.Took), took
    assert took.least <= took.median

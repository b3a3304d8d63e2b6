"""What is missing for a test is said with the packages that bring it, in one line; in CI it is a
failure."""

import programs
import pytest


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    monkeypatch.setattr(
        programs, "THERE", {**dict.fromkeys(programs.THERE, lambda: False), "git": lambda: True}
    )
    programs._is_there.cache_clear()
    yield
    programs._is_there.cache_clear()


def test_a_missing_program_is_skipped_with_its_package(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"^missing: libreoffice-writer python3-uno$"):
        programs.need("git", "libreoffice-writer", "python3-uno")
    programs.need("git")


def test_a_missing_program_is_a_failure_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match=r"^missing: chromium$"):
        programs.need("git", "chromium")


def test_the_end_of_the_run_says_in_one_line_what_to_install():
    reasons = [
        "Skipped: missing: npm nodejs",
        "the superuser writes everywhere",
        "Skipped: missing: chromium npm",
    ]
    assert (
        programs.told(reasons)
        == "2 tests were skipped; to run them: sudo apt install chromium nodejs npm"
    )
    assert programs.told(["the superuser writes everywhere"]) == ""

"""CombinedHistory: saves become commits in a git work tree, and local versions elsewhere."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from getpass import getuser
from pathlib import Path
from socket import gethostname

import pytest

from bindertui.store.history.base import HistoryOptions, Recorded, Unrecorded, UnrecordedReason, WrittenFile
from bindertui.store.history.combined import CombinedHistory
from tests.conftest import WriteBinder
from tests.programs import find_program
from tests.repositories import Repository, own_git

FILES = {
    "sections/a.yaml": "title: A\nsummary: one\n",
    "sections/b.yaml": "title: B\nsummary: one\n",
}

Save = Callable[..., Recorded | Unrecorded]


@pytest.fixture(autouse=True)
def _own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_git(tmp_path, monkeypatch)


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A binder in no work tree."""
    return write_binder(FILES)


@pytest.fixture
def repository(binder: Path) -> Repository:
    """The work tree of the binder, all of it committed."""
    made = Repository.made(binder)
    made.commit_all("start")
    return made


def history(root: Path, *, commits: bool = True) -> CombinedHistory:
    """Return the history of a binder, with a state folder next to it."""
    return CombinedHistory.open(root, HistoryOptions(root.parent / "state", commits=commits))


def save(
    path: Path,
    text: str | None,
    message: str = "change",
    who: str | None = None,
    *,
    root: Path | None = None,
    commits: bool = True,
) -> Recorded | Unrecorded:
    """Write a file, or remove it, and record that."""
    before = path.read_bytes() if path.exists() else None
    after = None if text is None else text.encode()
    if after is None:
        path.unlink()
    else:
        path.write_bytes(after)
    root = root or path.parent.parent
    return history(root, commits=commits).record(
        [WrittenFile(path.relative_to(root).as_posix(), before, after)], message, who
    )


def name_of(path: Path) -> str:
    """Return the name of a content file in its binder."""
    return f"{path.parent.name}/{path.name}"


def texts(root: Path, file: str, limit: int = 100) -> list[str]:
    """Return the texts of the versions of a file, newest first."""
    kept = history(root)
    return ["?" if text is None else text.decode() for text in kept.texts(kept.versions(file, limit))]


# In git


def test_a_save_commits_only_its_file(repository: Repository) -> None:
    """Other staged files stay staged, other changes stay uncommitted."""
    top = repository.top
    (top / "sections/b.yaml").write_text("title: B\nsummary: staged\n")
    repository.git("add", "sections/b.yaml")
    (top / "sections/b.yaml").write_text("title: B\nsummary: by hand\n")
    (top / "note.txt").write_text("new")
    outcome = save(top / "sections/a.yaml", "title: A\nsummary: two\n", "A figure")
    assert outcome == Recorded(repository.git("rev-parse", "HEAD").strip())
    assert repository.changed() == ["sections/a.yaml"]
    assert repository.git("status", "--porcelain") == "MM sections/b.yaml\n?? note.txt\n"
    assert repository.git("show", ":sections/b.yaml") == "title: B\nsummary: staged\n"


@pytest.mark.parametrize(
    ("who", "author"),
    [
        (None, "Ann Editor <ann@example.org>"),
        ("rita", "rita <rita@HOST>"),
        (" <r\x1b[2J\nx> ", "r\\x1b[2J x <r-x1b-2J-x@HOST>"),
        ("<>", "Ann"),
    ],
)
def test_the_author_is_the_sessions_user_or_that_of_git(repository: Repository, who: str, author: str) -> None:
    """A name cannot inject another address or an escape sequence; the committer is the user known to git."""
    save(repository.top / "sections/a.yaml", "title: A\n", who=who)
    assert repository.git("log", "-1", "--format=%an <%ae>").startswith(author.replace("HOST", gethostname()))
    assert repository.git("log", "-1", "--format=%cn") == "Ann Editor\n"


def test_without_a_git_identity_the_account_is_used(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save is committed although git knows no name; the address is made of name and host."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repository.git("config", "user.useConfigOnly", "true")
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 2\n", who="rita"), Recorded)
    rita = f"rita <rita@{gethostname()}>"
    assert repository.git("log", "-1", "--format=%an <%ae> %cn <%ce>") == f"{rita} {rita}\n"
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 3\n"), Recorded)
    account = f"{getuser()} <{getuser()}@{gethostname()}>"
    assert repository.git("log", "-1", "--format=%an <%ae> %cn <%ce>") == f"{account} {account}\n"


def test_a_new_file_and_a_removed_one_are_committed(repository: Repository) -> None:
    """Both are the result of a save."""
    new = repository.top / "sections" / "c.yaml"
    assert isinstance(save(new, "title: C\n", "Add c"), Recorded)
    assert isinstance(save(new, None, "Remove c"), Recorded)
    assert repository.messages() == ["Remove c", "Add c", "start"]
    assert repository.git("status", "--porcelain") == ""


def test_a_renamed_file_keeps_its_versions(repository: Repository) -> None:
    """Its versions continue under the new name; one commit has both sides of the rename."""
    old, new = repository.top / "sections/a.yaml", repository.top / "sections/z.yaml"
    save(old, "title: A\nsummary: two\nmore: of it\n", "second")
    before = old.read_bytes()
    old.rename(new)
    moved = [WrittenFile(name_of(new), None, before, old_name=name_of(old)), WrittenFile(name_of(old), before, None)]
    history(repository.top).record(moved, "move", None)
    save(new, "title: A\nsummary: three\nmore: of it\n", "third")
    versions = history(repository.top).versions(name_of(new), 10)
    assert [version.message for version in versions] == ["third", "move", "second", "start"]
    assert texts(repository.top, "sections/z.yaml")[-1] == FILES["sections/a.yaml"]


def test_file_names_are_not_patterns(repository: Repository) -> None:
    """A name that looks like a pattern or an option, or is not ASCII, is used literally."""
    for name in ("*.yaml", ":(top)x.yaml", "-a.yaml", "é \t'\".yaml"):
        outcome = save(repository.top / "sections" / name, f"title: {name!r}\n", "odd")
        assert isinstance(outcome, Recorded), outcome
        assert len(history(repository.top).versions(name_of(repository.top / "sections" / name), 9)) == 1
        assert len(repository.changed()) == 1


def test_a_hook_runs_and_its_refusal_is_shown_safely(repository: Repository) -> None:
    """The output of the hook is escaped, the save stays, and its version is kept locally."""
    repository.hook("pre-commit", r"printf 'Ask \033[2Jthe \302\233chief.\n' >&2; exit 1")
    file = repository.top / "sections/a.yaml"
    outcome = save(file, "title: refused\n")
    assert isinstance(outcome, Unrecorded)
    assert outcome.reason is UnrecordedReason.REFUSED
    assert outcome.message == "Ask \\x1b[2Jthe \\x9bchief."
    assert file.read_text() == "title: refused\n"
    assert repository.messages() == ["start"]
    assert texts(repository.top, "sections/a.yaml")[0] == "title: refused\n"


@pytest.mark.slow
def test_a_hanging_hook_is_ended_in_time_for_other_saves(repository: Repository) -> None:
    """The save stays, its version is kept locally, and the message has the timeout."""
    repository.hook("pre-commit", "sleep 600")
    outcome = save(repository.top / "sections/a.yaml", "title: 2\n")
    assert isinstance(outcome, Unrecorded)
    assert outcome.message.endswith("git was ended: it took more than 10 seconds.")
    assert outcome.local_version
    assert repository.messages() == ["start"]


def test_a_refused_new_file_is_not_left_in_the_index(repository: Repository) -> None:
    """After a refused commit the index is as it was before."""
    repository.hook("commit-msg", "exit 1")
    save(repository.top / "sections" / "new.yaml", "title: N\n")
    assert repository.git("status", "--porcelain") == "?? sections/new.yaml\n"


def test_output_of_a_hook_is_no_refusal(repository: Repository) -> None:
    """Only its exit code counts."""
    repository.hook("pre-commit", "echo all is well; echo really >&2")
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 2\n"), Recorded)


def test_the_first_commit_of_a_branch(binder: Path) -> None:
    """A work tree without commits gets its first one, of the saved file only."""
    repository = Repository.made(binder)
    assert history(binder).versions(name_of(binder / "sections/a.yaml"), 9) == ()
    assert isinstance(save(binder / "sections/a.yaml", "title: 2\n", "first"), Recorded)
    assert repository.git("ls-files") == "sections/a.yaml\n"
    assert repository.messages() == ["first"]
    # Uncommitted content is kept as well.
    assert texts(binder, "sections/a.yaml") == ["title: 2\n", FILES["sections/a.yaml"]]


def test_uncommitted_changes_are_kept_before_a_save(repository: Repository) -> None:
    """They can be found between the commits around them."""
    file = repository.top / "sections/a.yaml"
    file.write_text("title: by hand\n")
    save(file, "title: saved\n")
    assert texts(repository.top, "sections/a.yaml") == ["title: saved\n", "title: by hand\n", FILES["sections/a.yaml"]]


def test_a_commit_reports_earlier_changes(repository: Repository) -> None:
    """Uncommitted changes of the same file become part of the commit, which is announced before and after."""
    file = repository.top / "sections/a.yaml"
    kept = history(repository.top)
    assert not kept.includes_earlier_changes(name_of(file), file.read_bytes())
    file.write_text("title: by hand\n")
    assert kept.includes_earlier_changes(name_of(file), file.read_bytes())
    assert not history(repository.top, commits=False).includes_earlier_changes(name_of(file), file.read_bytes())
    outcome = save(file, "title: by hand\nsummary: saved\n")
    assert outcome == Recorded(repository.git("rev-parse", "HEAD").strip(), includes_earlier=True)
    outcome = save(file, "title: saved again\n")
    assert outcome == Recorded(repository.git("rev-parse", "HEAD").strip(), includes_earlier=False)
    new = repository.top / "sections/new.yaml"
    new.write_text("title: N\n")
    assert not kept.includes_earlier_changes(name_of(new), new.read_bytes())
    outcome = save(new, "title: M\n")
    assert isinstance(outcome, Recorded)
    assert not outcome.includes_earlier


def test_an_ignored_file_is_kept_without_git(repository: Repository) -> None:
    """Git is not forced to add an ignored file; a tracked one is committed."""
    (repository.top / ".gitignore").write_text("sections/\n")
    outcome = save(repository.top / "sections/new.yaml", "title: N\n")
    assert isinstance(outcome, Unrecorded)
    assert (outcome.reason, outcome.local_version is not None) == (UnrecordedReason.IGNORED, True)
    assert texts(repository.top, "sections/new.yaml") == ["title: N\n"]
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 2\n"), Recorded)


def test_a_merge_in_progress_prevents_a_commit(repository: Repository) -> None:
    """A commit would conclude the merge; the version is kept locally."""
    file = repository.top / "sections/b.yaml"
    repository.git("switch", "--quiet", "--create", "other")
    file.write_text("title: theirs\n")
    repository.commit_all("theirs")
    repository.git("switch", "--quiet", "main")
    file.write_text("title: ours\n")
    repository.commit_all("ours")
    repository.git("merge", "other", check=False)
    outcome = save(repository.top / "sections/a.yaml", "title: 2\n")
    assert isinstance(outcome, Unrecorded)
    assert outcome.reason is UnrecordedReason.BUSY
    assert (repository.top / ".git/MERGE_HEAD").exists()
    assert repository.messages()[0] == "ours"


def test_a_detached_head_can_be_committed_to(repository: Repository) -> None:
    """As with a user's own commits; no branch moves."""
    repository.git("switch", "--quiet", "--detach")
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 2\n", "detached"), Recorded)
    assert repository.messages() == ["detached", "start"]
    assert repository.git("log", "-1", "--format=%s", "main") == "start\n"


def test_a_second_work_tree_has_its_own_branch(repository: Repository, tmp_path: Path) -> None:
    """The commit is on the branch of the work tree that contains the binder."""
    repository.git("worktree", "add", "--quiet", str(tmp_path / "second"), "-b", "side")
    assert isinstance(save(tmp_path / "second/sections/a.yaml", "title: 2\n", "side"), Recorded)
    assert repository.git("log", "-1", "--format=%s", "side") == "side\n"
    assert repository.messages() == ["start"]


def test_a_binder_in_a_submodule(repository: Repository, tmp_path: Path) -> None:
    """The superproject is not changed."""
    outer = Repository.made(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository.top), "inner")
    outer.commit_all("outer")
    assert isinstance(save(outer.top / "inner/sections/a.yaml", "title: 2\n", "inner"), Recorded)
    assert outer.messages() == ["outer"]
    assert Repository(outer.top / "inner").messages() == ["inner", "start"]


def test_a_bare_repository_is_no_work_tree(write_binder: WriteBinder) -> None:
    """Versions of a binder in one are kept locally."""
    root = write_binder(FILES)
    Repository.made(root, "--bare")
    assert isinstance(save(root / "sections/a.yaml", "title: 2\n"), Recorded)
    assert texts(root, "sections/a.yaml") == ["title: 2\n", FILES["sections/a.yaml"]]


def test_a_repository_can_be_its_own_work_tree(write_binder: WriteBinder) -> None:
    """Without a .git folder: the binder's folder is the git directory and the work tree at once."""
    root = write_binder(FILES)
    made = Repository.made(root, "--bare")
    made.git("config", "core.bare", "false")
    made.git("config", "core.worktree", str(root))
    assert isinstance(save(root / "sections/a.yaml", "title: 2\n"), Recorded)
    assert made.messages() == ["change"]


def test_commits_can_be_switched_off(repository: Repository) -> None:
    """By a setting of the run or of the repository; existing commits can still be read."""
    file = repository.top / "sections/a.yaml"
    save(file, "title: 2\n", commits=False)
    repository.git("config", "bindertui.commits", "no")
    save(file, "title: 3\n")
    assert repository.messages() == ["start"]
    assert texts(repository.top, "sections/a.yaml")[:3] == ["title: 3\n", "title: 2\n", FILES["sections/a.yaml"]]


def test_a_save_that_changes_nothing_is_no_version(repository: Repository) -> None:
    """It is neither a commit nor a failure."""
    assert save(repository.top / "sections/a.yaml", FILES["sections/a.yaml"]) == Recorded(None)
    assert repository.messages() == ["start"]


def test_a_save_that_was_overtaken_is_kept(repository: Repository) -> None:
    """If the file has changed since, the saved content is kept locally under its author's name."""
    file = repository.top / "sections/a.yaml"
    before = file.read_bytes()
    file.write_text("title: theirs\n")
    outcome = history(repository.top).record([WrittenFile(name_of(file), before, b"title: mine\n")], "mine", "rita")
    assert isinstance(outcome, Unrecorded)
    assert outcome.reason is UnrecordedReason.OVERTAKEN
    assert texts(repository.top, "sections/a.yaml")[0] == "title: mine\n"


def test_git_variables_of_a_hook_are_ignored(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a hook they name its repository, not that of the binder."""
    other = Repository.made(repository.top.parent / "other")
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.top / "index"))
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 2\n"), Recorded)
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert repository.messages() == ["change", "start"]


def test_reading_starts_no_configured_program(repository: Repository) -> None:
    """A repository from a stranger can configure programs; listing versions runs none of them."""
    trap = repository.top.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository.top.parent}/sprung\nexit 1\n")
    trap.chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "gpg.program", "diff.external"),
        *("diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean", "core.askPass", "pager.log"),
    ):
        repository.git("config", key, str(trap))
    repository.git("config", "log.showSignature", "true")
    (repository.top / ".git" / "info").mkdir(exist_ok=True)
    (repository.top / ".git/info/attributes").write_text("*.yaml diff=x filter=x\n")
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        repository.hook(name, str(trap))
    assert texts(repository.top, "sections/a.yaml") == [FILES["sections/a.yaml"]]
    assert not (repository.top.parent / "sprung").exists()


@pytest.fixture
def untrusted_repository(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A work tree that belongs to another user; only root can give it away, others let git pretend so."""
    if os.geteuid() == 0:
        for path in (repository.top, *repository.top.rglob("*")):
            os.chown(path, 12345, 12345)
        return repository
    program = tmp_path / "programs" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {find_program("git")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return repository


def test_a_work_tree_of_another_user_is_not_used(untrusted_repository: Repository) -> None:
    """The app respects the distrust of git: it shows its message and keeps versions locally."""
    repository = untrusted_repository
    outcome = save(repository.top / "sections/a.yaml", "title: 2\n")
    assert isinstance(outcome, Unrecorded)
    assert outcome.reason is UnrecordedReason.DISTRUSTED
    assert "dubious ownership" in outcome.message
    assert texts(repository.top, "sections/a.yaml")[0] == "title: 2\n"


def test_another_git_process_is_waited_for(repository: Repository) -> None:
    """Its lock is no failure before the timeout."""
    lock = repository.top / ".git" / "index.lock"
    lock.touch()
    timer = threading.Timer(0.5, lock.unlink)
    timer.start()
    assert isinstance(save(repository.top / "sections/a.yaml", "title: 2\n"), Recorded)
    timer.join()


def test_user_settings_of_git_do_not_matter(repository: Repository) -> None:
    """Settings for verbosity, format or colour leave the versions unchanged."""
    settings = {"log.showRoot": "false", "color.ui": "always", "log.date": "relative", "format.pretty": "oneline"}
    settings |= {"diff.renames": "false", "core.abbrev": "4", "log.abbrevCommit": "true", "diff.noprefix": "true"}
    for key, value in settings.items():
        repository.git("config", key, value)
    save(repository.top / "sections/a.yaml", "title: 2\n", "second")
    versions = history(repository.top).versions(name_of(repository.top / "sections/a.yaml"), 9)
    assert [version.message for version in versions] == ["second", "start"]
    assert texts(repository.top, "sections/a.yaml") == ["title: 2\n", FILES["sections/a.yaml"]]


# Without git


@pytest.fixture
def _no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")


@pytest.mark.usefixtures("_no_git")
def test_without_git_versions_are_kept_in_the_state_folder(binder: Path) -> None:
    """The content before the first save is kept too; the files are readable by their owner only."""
    save(binder / "sections/a.yaml", "title: 2\n", "second", "rita")
    save(binder / "sections/a.yaml", "title: 3\n", "third", "rita")
    versions = history(binder).versions(name_of(binder / "sections/a.yaml"), 9)
    assert [(version.author, version.message) for version in versions] == [
        ("rita", "third"),
        ("rita", "second"),
        ("", ""),
    ]
    assert texts(binder, "sections/a.yaml") == ["title: 3\n", "title: 2\n", FILES["sections/a.yaml"]]
    assert len({version.id for version in versions}) == 3
    kept = [path for path in (binder.parent / "state").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}


def test_outside_of_git_no_program_is_started(binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If neither the folder nor one above it looks like a repository, git is not started."""
    program = tmp_path / "programs" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\nexit 128\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert isinstance(save(binder / "sections/a.yaml", "title: 2\n"), Recorded)
    assert not (tmp_path / "asked").exists()
    (binder / ".git").mkdir()
    save(binder / "sections/a.yaml", "title: 3\n")
    assert (tmp_path / "asked").exists()


@pytest.mark.usefixtures("_no_git")
def test_the_last_fifty_versions_are_kept(binder: Path) -> None:
    """Older ones are removed with their texts."""
    for number in range(60):
        save(binder / "sections/a.yaml", f"title: {number}\n")
    found = texts(binder, "sections/a.yaml")
    assert len(found) == 50
    assert found[-1] == "title: 10\n"
    assert sum(1 for path in (binder.parent / "state").rglob("*") if len(path.name) == 64) == 50


@pytest.mark.slow
@pytest.mark.usefixtures("_no_git")
def test_versions_are_limited_in_size(binder: Path) -> None:
    """Of large incompressible texts the oldest are removed, never the newest."""
    for number in range(8):
        noise = os.urandom(11 * 1024 * 1024)
        path = binder / "sections" / "a.yaml"
        before = path.read_bytes()
        path.write_bytes(noise)
        assert isinstance(
            history(binder).record([WrittenFile(name_of(path), before, noise)], str(number), None), Recorded
        )
    assert [version.message for version in history(binder).versions(name_of(path), 99)] == ["7", "6", "5", "4", "3"]


@pytest.mark.usefixtures("_no_git")
def test_a_renamed_file_keeps_its_local_versions(binder: Path) -> None:
    """They are moved to the new name, merged with versions it may have had already."""
    old, new = binder / "sections/a.yaml", binder / "sections/z.yaml"
    save(old, "title: 2\n")
    content = old.read_bytes()
    old.rename(new)
    history(binder).record(
        [WrittenFile(name_of(new), None, content, old_name=name_of(old)), WrittenFile(name_of(old), content, None)],
        "move",
        None,
    )
    save(new, "title: 3\n")
    assert texts(binder, "sections/z.yaml") == ["title: 3\n", "title: 2\n", FILES["sections/a.yaml"]]


@pytest.mark.usefixtures("_no_git")
def test_an_unwritable_state_folder_is_reported(binder: Path) -> None:
    """The save stays; the outcome names the folder."""
    (binder.parent / "state").write_text("in the way")
    outcome = save(binder / "sections/a.yaml", "title: 2\n")
    assert isinstance(outcome, Unrecorded)
    assert (outcome.reason, outcome.local_version) == (UnrecordedReason.UNWRITABLE, None)
    assert str(binder.parent / "state") in outcome.message
    assert history(binder).versions(name_of(binder / "sections/a.yaml"), 9) == ()


@pytest.mark.usefixtures("_no_git")
def test_damaged_versions_are_ignored(binder: Path) -> None:
    """A text that does not match its digest is not returned; an invalid list counts as empty."""
    for title in ("2", "3"):
        save(binder / "sections/a.yaml", f"title: {title}\n")
    state = binder.parent / "state"
    damaged = min(path for path in state.rglob("*") if len(path.name) == 64)
    damaged.write_bytes(b"nonsense")
    assert texts(binder, "sections/a.yaml").count("?") == 1
    next(state.rglob("versions.json")).write_text('[{"when": 3}, 7, {"when": "x", "who": "", "digest": "../../x"}]')
    assert texts(binder, "sections/a.yaml") == []
    assert isinstance(save(binder / "sections/a.yaml", "title: 4\n"), Recorded)


_SAVING = """
import sys, resource, signal
from pathlib import Path
from tests.store.history.test_combined import save
path = Path(sys.argv[1]) / "sections/a.yaml"
if len(sys.argv) > 2:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60, 60))
for number in range(1 if len(sys.argv) > 2 else 10**9):
    print(save(path, f"title: {number}\\n"), flush=True)
"""
_ROOT = Path(__file__).parents[3]


@pytest.mark.slow
@pytest.mark.usefixtures("_no_git")
def test_a_killed_process_leaves_versions_that_can_be_read(binder: Path) -> None:
    """Killed at any moment of a save: every listed version has its text, and the next save cleans up."""
    chance = random.Random(7)
    for _ in range(8):
        command = [sys.executable, "-c", _SAVING, str(binder)]
        with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(chance.randrange(1, 60)):
                process.stdout.readline()
            process.kill()
        assert "?" not in texts(binder, "sections/a.yaml")
    assert isinstance(save(binder / "sections/a.yaml", "title: last\n"), Recorded)
    listed = {
        version.source.split("/")[1] for version in history(binder).versions(name_of(binder / "sections/a.yaml"), 99)
    }
    there = {path.name for path in (binder.parent / "state").rglob("*") if path.is_file()}
    assert there == {*listed, "versions.json", "lock"}


@pytest.mark.usefixtures("_no_git")
def test_a_full_disk_keeps_existing_versions(binder: Path) -> None:
    """The outcome has the reason; no version is lost."""
    save(binder / "sections/a.yaml", "title: 2\n")
    command = [sys.executable, "-c", _SAVING, str(binder), "full"]
    told = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True).stdout
    assert told.startswith("Unrecorded(reason=<UnrecordedReason.UNWRITABLE")
    assert "File too large" in told
    assert texts(binder, "sections/a.yaml") == ["title: 2\n", FILES["sections/a.yaml"]]


_SAVES = """
import sys
from pathlib import Path
from tests.store.history.test_combined import history
from bindertui.store.history.base import WrittenFile
root, own = Path(sys.argv[1]), sys.argv[2]
path = root / "sections" / f"{own}.yaml"
for number in range(int(sys.argv[3])):
    before = path.read_bytes() if path.exists() else None
    after = f"title: {own} {number}\\n".encode()
    path.write_bytes(after)
    print(history(root).record([WrittenFile(path.relative_to(root).as_posix(), before, after)], f"{own} {number}", own))
"""


def _processes(binder: Path, count: int, saves: int) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    commands = [[sys.executable, "-c", _SAVES, str(binder), f"p{own}", str(saves)] for own in range(count)]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for command in commands
    ]
    return [line for process in running for line in process.communicate()[0].splitlines()]


@pytest.mark.slow
def test_saves_of_many_processes_are_all_committed(repository: Repository) -> None:
    """Several processes commit to one repository at once; no save is missing, none is in another's commit."""
    told = _processes(repository.top, 4, 5)
    assert all(line.startswith("Recorded(version='") for line in told), told
    assert sorted(repository.messages()) == sorted([*(f"p{own} {n}" for own in range(4) for n in range(5)), "start"])
    assert repository.git("status", "--porcelain") == ""


@pytest.mark.slow
def test_saves_of_many_processes_are_all_kept(binder: Path) -> None:
    """Several processes at once without git, to the same state folder."""
    told = _processes(binder, 4, 10)
    assert len(told) == 40
    for own in range(4):
        assert len(texts(binder, f"sections/p{own}.yaml")) == 10

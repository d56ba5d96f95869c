"""What the house consists of: its rooms and the files in them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("config", "home", "petition", "pages")


def code() -> list[Path]:
    """The site's Python files; migrations left out, as they are made."""
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


def python() -> list[Path]:
    """All Python files of the project."""
    return [*code(), *sorted((ROOT / "tests").rglob("*.py")), ROOT / "manage.py"]


def templates() -> list[Path]:
    """All templates of the site."""
    return [path for room in ROOMS for path in sorted((ROOT / room).glob("**/templates/**/*")) if path.is_file()]


def public_templates() -> list[Path]:
    """Those that visitors see in a browser: neither the editor's side nor letters."""
    editors, letters = {"wagtailadmin", "admin", "panels"}, {"letters"}
    return [path for path in templates() if path.suffix == ".html" and not (editors | letters) & set(path.parts)]


def everything() -> list[Path]:
    """All text files that people write: rooms, tests, documents, the few files beside them."""
    suffixes = {
        ".py",
        ".html",
        ".txt",
        ".css",
        ".js",
        ".mjs",
        ".svg",
        ".md",
        ".toml",
        ".po",
        ".json",
        ".in",
        ".example",
        ".yml",
    }
    folders = [*ROOMS, "tests", "docs", "locale", ".ci"]
    inside = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes or folder == ".ci"
    ]
    return sorted(path for path in [*inside, *ROOT.glob("*")] if path.is_file() and is_text(path))


def is_text(path: Path) -> bool:
    """Whether `path` is UTF-8 text and no lock."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return path.suffix != ".pyc"


def name(path: Path) -> str:
    """How a person would call the file."""
    return str(path.relative_to(ROOT))

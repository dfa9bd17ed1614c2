"""The themes: dark, light and high contrast; text meets WCAG AA on its background in each."""

from textual.theme import Theme

DARK = Theme(
    name="binder-dark",
    primary="#7ab8ff",
    secondary="#c3a6ff",
    accent="#ffcf70",
    warning="#ffb454",
    error="#ff8b8b",
    success="#8fd694",
    foreground="#e6e8ee",
    background="#14171d",
    surface="#1a1e26",
    panel="#232936",
    dark=True,
    variables={
        "quiet": "#9aa5b8",
        "raised": "#2a3242",
        "selected": "#2b3a52",
        "border-blurred": "#333c4d",
        "input-selection-background": "#7ab8ff 35%",
    },
)
LIGHT = Theme(
    name="binder-light",
    primary="#0b57a4",
    secondary="#6b3fa0",
    accent="#8a4b00",
    warning="#8a4b00",
    error="#b3261e",
    success="#1e6b34",
    foreground="#1b1f27",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e7e4dc",
    dark=False,
    variables={
        "quiet": "#565d69",
        "raised": "#e5e1d8",
        "selected": "#d5e4f5",
        "border-blurred": "#c9c4b8",
        "input-selection-background": "#0b57a4 25%",
    },
)
CONTRAST = Theme(
    name="binder-contrast",
    primary="#7fdbff",
    secondary="#ffb3ff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff9d9d",
    success="#9dff9d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "quiet": "#d0d0d0",
        "raised": "#262626",
        "selected": "#003f7a",
        "border-blurred": "#8a8a8a",
        "input-selection-background": "#7fdbff 40%",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
"""Every theme, the default first."""

NAMES = tuple(theme.name for theme in THEMES)


def theme_by_name(name: str) -> Theme:
    """The theme that settings call `dark`, `light` or `contrast`."""
    return next(theme for theme in THEMES if theme.name == f"binder-{name}")


def next_theme(name: str) -> str:
    """The name of the theme after this one, and round."""
    return NAMES[(NAMES.index(name) + 1) % len(NAMES)]

"""The icons of the desk: a few strokes each, drawn on a ground of 24 by 24."""

from collections.abc import Mapping

PATHS: Mapping[str, str] = {
    "check": "M4 12.5l5 5L20 6.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "question": "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.1",
    "dot": "M12 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    "ring": "M12 12m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0",
    "half": "M12 5a7 7 0 1 0 0 14zM12 5a7 7 0 0 1 0 14",
    "warning": "M12 4L2.5 20h19zM12 10v4M12 17v.1",
    "stop": "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.1",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "minus": "M5 12h14",
    "pause": "M9 5v14M15 5v14",
    "clock": "M12 12m-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 7.5V12l3 2",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "search": "M10.5 10.5m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0M15 15l5.5 5.5",
    "people": (
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6"
        "M16 11a3 3 0 1 0-1-5.8M17.5 14.5c2.3.7 3.6 2.5 4 5.5"
    ),
}

"""`enduse worker`: the desk's jobs in a process of their own."""

from enduse.cli.desk_process import DeskDir, desk_at


def worker(directory: DeskDir = None) -> None:
    """Do the desk's jobs until stopped; start it beside `enduse serve --no-worker`.

    A job whose worker was killed is taken up by the next one within about a minute.
    """
    with desk_at(directory) as desk:
        desk.work()

from tests.desk.cases.conftest import _one_factor, ana, case, opened, rui

__all__ = ["_one_factor", "ana", "case", "opened", "rui"]

from tests.learning.conftest import enter_as, evidence, home

__all__ = ["enter_as", "evidence", "home"]

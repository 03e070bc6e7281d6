from tests.priorities.conftest import _folder_of_static_files  # noqa: F401

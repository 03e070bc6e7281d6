"""The web application for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from convergent.configuration import home_folder
from convergent.parent import end_with_parent
from convergent.records.home import hold

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convergent.web.settings")
application = get_wsgi_application()
hold(home_folder())
end_with_parent()
gc.freeze()  # what is there from the start is never looked through again while a reader waits

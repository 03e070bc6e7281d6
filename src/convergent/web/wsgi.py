"""The web application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from convergent.parent import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convergent.web.settings")
application = get_wsgi_application()
end_with_parent()

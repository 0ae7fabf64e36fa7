"""A small WSGI application, for gunicorn."""
import time

import site_pages


def content(environ):
    """The content of the request, or None if it was cut short: gunicorn does not tell."""
    body = environ['wsgi.input'].read()
    return body if len(body) >= int(environ.get('CONTENT_LENGTH') or 0) else None


def computed(start_response, is_head):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [] if is_head else iter([b'This was ', b'computed.\n'])


def application(environ, start_response):
    path = environ['PATH_INFO']
    is_head = environ['REQUEST_METHOD'] == 'HEAD'
    if path == '/computed':
        return computed(start_response, is_head)
    if path == '/echo':
        status, media_type, body = 200, 'application/octet-stream', content(environ)
    else:
        status, media_type, body = site_pages.find(path)
    if path == '/late':
        time.sleep(site_pages.LATE_SECONDS)
    if body is None:
        start_response('400 Bad Request', [('Content-Length', '0')])
        return []
    fields = [('Content-Type', media_type), ('Content-Length', str(len(body)))]
    if path == '/closing':
        fields.append(('Connection', 'close'))
    start_response('200 OK' if status == 200 else '404 Not Found', fields)
    # WSGI leaves it to the application to send no content to HEAD.
    return [] if is_head else [body]

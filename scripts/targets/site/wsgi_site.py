"""A small WSGI application, for gunicorn."""
import time

import site_pages


def computed(start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    yield b'This was '
    yield b'computed.\n'


def application(environ, start_response):
    path = environ['PATH_INFO']
    if path == '/computed':
        return computed(start_response)
    if path == '/echo':
        status, media_type, body = 200, 'application/octet-stream', environ['wsgi.input'].read()
    else:
        status, media_type, body = site_pages.find(path)
    if path == '/late':
        time.sleep(site_pages.LATE_SECONDS)
    fields = [('Content-Type', media_type), ('Content-Length', str(len(body)))]
    if path == '/closing':
        fields.append(('Connection', 'close'))
    start_response('200 OK' if status == 200 else '404 Not Found', fields)
    return [body]

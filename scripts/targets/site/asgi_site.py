"""A small ASGI application, for uvicorn."""
import asyncio

import site_pages


async def content(receive):
    """The content of the request, or None if the client left before its end."""
    body = b''
    while True:
        event = await receive()
        if event['type'] == 'http.disconnect':
            return None
        body += event.get('body', b'')
        if not event.get('more_body', False):
            return body


async def start(send, status, media_type, *fields):
    headers = [(b'content-type', media_type.encode()), *fields]
    await send({'type': 'http.response.start', 'status': status, 'headers': headers})


async def computed(send):
    await start(send, 200, 'text/plain')
    await send({'type': 'http.response.body', 'body': b'This was ', 'more_body': True})
    await send({'type': 'http.response.body', 'body': b'computed.\n'})


async def answer(path, receive, send):
    if path == '/echo':
        status, media_type, body = 200, 'application/octet-stream', await content(receive)
    else:
        status, media_type, body = site_pages.find(path)
    if body is None:
        return
    if path == '/late':
        await asyncio.sleep(site_pages.LATE_SECONDS)
    fields = [(b'content-length', b'%d' % len(body))]
    if path == '/closing':
        fields.append((b'connection', b'close'))
    await start(send, status, media_type, *fields)
    await send({'type': 'http.response.body', 'body': body})


async def lifespan(receive, send):
    while True:
        event = await receive()
        await send({'type': event['type'] + '.complete'})
        if event['type'] == 'lifespan.shutdown':
            return


async def application(scope, receive, send):
    if scope['type'] == 'lifespan':
        await lifespan(receive, send)
    elif scope['path'] == '/computed':
        await computed(send)
    else:
        await answer(scope['path'], receive, send)

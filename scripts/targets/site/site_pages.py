"""What the Python applications beside this file offer: pages from the folder $SITE, and a counter."""
import os


def read(name):
    with open(os.path.join(os.environ['SITE'], name), 'rb') as file:
        return file.read()


PAGES = {
    '/': ('text/html', read('index.html')),
    '/file.txt': ('text/plain', read('file.txt')),
    '/large.txt': ('text/plain', read('large.txt')),
    '/closing': ('text/plain', b'The last answer.\n'),
    '/late': ('text/plain', b'This took a while.\n'),
}
MISSING = ('text/plain', b'There is no such page.\n')
LATE_SECONDS = 0.05
hits = 0


def find(path):
    """Status, media type and content of a path; a call of /hit is counted."""
    global hits
    if path == '/hit':
        hits += 1
        return 200, 'text/plain', b'Counted.\n'
    if path == '/hits':
        return 200, 'text/plain', b'%d\n' % hits
    if path in PAGES:
        return 200, *PAGES[path]
    return 404, *MISSING

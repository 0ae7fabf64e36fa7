// A small application on Node's own HTTP server: node node_site.mjs PORT FOLDER [KEY CERTIFICATE]
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const [port, folder, key, certificate] = process.argv.slice(2);
const file = (name) => fs.readFileSync(`${folder}/${name}`);
const page = file('index.html');
const text = file('file.txt');
const large = file('large.txt');
let hits = 0;

// With its length; response.write() would send chunks.
function send(response, type, content) {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) });
    response.end(content);
}

const routes = {
    '/': (request, response) => send(response, 'text/html', page),
    '/file.txt': (request, response) => send(response, 'text/plain', text),
    '/large.txt': (request, response) => send(response, 'text/plain', large),
    '/late': (request, response) => setTimeout(send, 50, response, 'text/plain', 'This took a while.\n'),
    '/hit': (request, response) => send(response, 'text/plain', `Counted: ${++hits}\n`),
    '/hits': (request, response) => send(response, 'text/plain', `${hits}\n`),
    '/echo': (request, response) => {
        response.setHeader('Content-Type', 'application/octet-stream');
        request.pipe(response);
    },
    '/computed': (request, response) => {
        response.setHeader('Content-Type', 'text/plain');
        response.write('This was ');
        response.end('computed.\n');
    },
    '/closing': (request, response) => {
        response.setHeader('Connection', 'close');
        send(response, 'text/plain', text);
    },
};

// Node hands over the request-target as it came: absolute-form and escapes are the application's.
function pathOf(target) {
    try {
        const path = target.replace(/^https?:\/\/[^/?#@]+/i, '').replace(/\?.*/, '');
        return decodeURIComponent(path === '' ? '/' : path);
    } catch {
        return undefined;
    }
}

function answer(request, response) {
    const route = routes[pathOf(request.url)];
    if (route !== undefined)
        return route(request, response);
    response.writeHead(404, { 'Content-Type': 'text/plain' });
    response.end('There is no such page.\n');
}

const server = key === undefined
    ? http.createServer(answer)
    : https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, answer);
server.listen(Number(port), '127.0.0.1');

// A second opinion: every well-formed vector is served to Node's HTTP client, whose parser is not
// ours, and what it reads is compared with what http_vectors_dump says.
//
//   node foreign_test.mjs DUMP_PROGRAM VECTORS_FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';

const WAIT_MS = 10_000;
const latin1 = (base64) => Buffer.from(base64, 'base64').toString('latin1');

function readVectors(program, folder) {
  const text = execFileSync(program, ['json', folder], { encoding: 'utf8' });
  return text.trim().split('\n').map((line) => JSON.parse(line));
}

// A server that answers the first bytes of each connection with those of vector, and nothing else.
function serve(vector) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      const bytes = Buffer.from(vector.bytes, 'base64');
      if (vector.closes) socket.end(bytes);
      else socket.write(bytes);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function pairs(raw) {
  const rows = [];
  for (let i = 0; i < raw.length; i += 2) rows.push([raw[i], raw[i + 1]]);
  return rows;
}

// What Node's client reads: the interim responses, then the final one.
function readWithNode(port, method) {
  return new Promise((resolve, reject) => {
    const interim = [];
    const request = http.request({
      host: '127.0.0.1', port, method, agent: new http.Agent({ keepAlive: false }),
      path: method === 'CONNECT' ? 'example.com:22' : '/',
      headers: method === 'GET' ? { Connection: 'Upgrade', Upgrade: 'websocket' } : {},
    });
    const finish = (response, content, isTunnel) => {
      request.destroy();
      resolve({
        interim,
        final: {
          status: response.statusCode,
          reason: response.statusMessage,
          fields: pairs(response.rawHeaders),
          trailers: pairs(response.rawTrailers),
          content: isTunnel ? '' : content.toString('latin1'),
          complete: isTunnel || response.complete,
          tunnel: isTunnel,
        },
      });
    };
    request.setTimeout(WAIT_MS, () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.on('information', (info) => interim.push(info.statusCode));
    request.on('connect', (response) => finish(response, null, true));
    request.on('upgrade', (response) => finish(response, null, true));
    request.on('response', (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => finish(response, Buffer.concat(pieces), false));
    });
    request.end();
  });
}

// The same in our words.
function ours(vector) {
  const final = vector.messages.at(-1);
  const fields = (isTrailer) => final.fields.filter((field) => field.trailer === isTrailer)
    .map((field) => [latin1(field.name), latin1(field.value)]);
  return {
    interim: vector.messages.filter((message) => message.interim).map((message) => message.status),
    final: {
      status: final.status,
      reason: latin1(final.reason),
      fields: fields(false),
      trailers: fields(true),
      content: latin1(final.content),
      complete: final.complete,
      tunnel: final.tunnel,
    },
  };
}

const [program, folder] = process.argv.slice(2);
const vectors = readVectors(program, folder);
assert.ok(vectors.length >= 20, `only ${vectors.length} well-formed vectors`);
let failed = 0;
for (const vector of vectors) {
  const server = await serve(vector);
  try {
    const theirs = await readWithNode(server.address().port, latin1(vector.method));
    assert.deepEqual(ours(vector), theirs);
  } catch (error) {
    failed++;
    console.error(`not ok ${vector.name}\n${error.message}`);
  } finally {
    server.close();
  }
}
console.log(`${vectors.length} vectors, ${failed} differ`);
process.exit(failed === 0 ? 0 : 1);

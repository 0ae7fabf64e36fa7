// Servers that an audit has to wait for. Prints its port, then serves until it is ended.
//   node slow_server.mjs late      answers 200 ms late
//   node slow_server.mjs single    one connection at a time; the others wait until it has ended
//   node slow_server.mjs silent    answers the first request of a connection if it is a plain one, nothing else,
//                                  and never closes
import net from "node:net";

const mode = process.argv[2];
const content = "A short page.\n";
const LATE_MS = 200;

function response(closes) {
  const lines = [
    "HTTP/1.1 200 OK", `Date: ${new Date().toUTCString()}`, "Content-Type: text/plain",
    `Content-Length: ${content.length}`, ...(closes ? ["Connection: close"] : []), "", content,
  ];
  return lines.join("\r\n");
}

// The heads of the requests in text, as far as they are complete; content is not expected here.
function takeHeads(text) {
  const heads = text.split("\r\n\r\n");
  return [heads.slice(0, -1), heads.at(-1)];
}

const says = (head, option) => new RegExp(`^connection:.*\\b${option}\\b`, "im").test(head);
const isPlain = (head) => /^GET \/ HTTP\/1\.1\r\nHost: [\w.:]+(\r\n[\w-]+: [^\r\n]+)*$/.test(head);

async function serve(socket) {
  let rest = "";
  let count = 0;
  socket.on("error", () => {});
  for await (const bytes of socket) {
    let heads;
    [heads, rest] = takeHeads(rest + bytes.toString("latin1"));
    for (const head of heads) {
      count += 1;
      if (mode === "silent") {
        if (count === 1 && isPlain(head)) socket.write(response(false));
        continue;
      }
      if (mode === "late") await new Promise((resolve) => setTimeout(resolve, LATE_MS));
      const closes = says(head, "close");
      socket.write(response(closes));
      if (closes) return socket.end();
    }
  }
  socket.end();
}

// One connection after the other: those that wait are accepted, but not looked at.
let turn = Promise.resolve();
function onConnection(socket) {
  socket.setNoDelay(true);
  const ended = () => new Promise((resolve) => socket.destroyed ? resolve() : socket.once("close", resolve));
  if (mode !== "single") return serve(socket).catch(() => {});
  socket.pause();
  turn = turn.then(() => {
    serve(socket).catch(() => {});
    return ended();
  });
}

net.createServer({ allowHalfOpen: true }, onConnection).listen(0, "127.0.0.1", function () {
  console.log(this.address().port);
});

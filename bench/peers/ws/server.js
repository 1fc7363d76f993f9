// A peer of the product: npm ws, one frame made for all sockets and written to each. Talks to the measurement as Realtime.Bench.Feed does.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { Sender, WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false, skipUTF8Validation: true });
const say = (json) => process.stdout.write(`BENCH ${JSON.stringify(json)}\n`);
const now = () => process.hrtime.bigint();
let sent = 0;
let acknowledged = 0;
let order = null;

// Eight bytes whenever one more broadcast has come to all.
const control = createServer((socket) => {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 8) {
      acknowledged = Number(rest.readBigInt64LE(0));
      rest = rest.subarray(8);
    }
    if (order && order.rate === 0) closed(order);
  });
  socket.on('error', () => {});
});

function broadcast(at, size) {
  const payload = Buffer.alloc(size, 'x');
  payload.write(`{"sent":${1_000_000_000_000_000_000n + at},"n":${1_000_000_000 + sent},"pad":"`, 'latin1');
  payload.write('"}', size - 2, 'latin1');
  const frame = Buffer.concat(Sender.frame(payload, { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false }));
  for (const client of server.clients) client._socket.write(frame);
  sent++;
}

// One broadcast a turn, so that the others are read meanwhile.
function closed(mine) {
  if (order !== mine || mine.turning || sent - acknowledged >= mine.window) return;
  broadcast(now(), mine.size);
  mine.turning = true;
  setImmediate(() => {
    mine.turning = false;
    closed(mine);
  });
}

// A broadcast says when it was due: one that leaves late came late.
function paced(mine) {
  if (order !== mine) return;
  while (mine.due <= now()) {
    broadcast(mine.due, mine.size);
    mine.due = mine.began + BigInt(Math.round((++mine.count * 1e9) / mine.rate));
  }
  setTimeout(paced, Math.ceil(Number(mine.due - now()) / 1e6), mine);
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [what, rate, window, size] = line.split(' ');
    if (what === 'start') {
      order = { rate: Number(rate), window: Number(window), size: Number(size), began: now(), due: now(), count: 0 };
      say({});
      if (order.rate > 0) paced(order);
      else closed(order);
    } else if (what === 'stop') {
      order = null;
      say({ sent });
    } else if (what === 'collect') {
      globalThis.gc();
      globalThis.gc();
      say({ heap: process.memoryUsage().heapUsed });
    }
  })
  .on('close', () => process.exit(0));

server.on('connection', (client) => client.on('error', () => {}));
server.on('listening', () => control.listen(0, '127.0.0.1', () => say({ port: server.address().port, control: control.address().port })));

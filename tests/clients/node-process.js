// Starts the real node as a process of its own on a free loopback port, and ends it by its id.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

const built = fileURLToPath(new URL('../../src/Realtime.Node/bin/Release/net10.0/realtime-node.dll', import.meta.url));

/** The interval every test node polls with, in ms. */
export const interval = 1000;

/** A cold start loads the store and its demo; on a busy two-core machine that takes seconds. */
const readyWithin = 60_000;

/** How long a node may take to drain and end after SIGTERM. */
const endsWithin = 20_000;

/** Starts a node and returns once it is ready. `settings` go to its command line; `port` lets a second node take the place of a first. */
export async function startNode({ settings = [], port } = {}) {
  port ??= await freePort();
  const path = process.env.REALTIME_NODE ?? built;
  if (!existsSync(path)) throw new Error(`No node at ${path}: build it first (./build.sh test does), or name one in REALTIME_NODE.`);
  const args = ['--urls', `http://127.0.0.1:${port}`, '--Realtime:Interval=00:00:01', '--Realtime:Operations:Port=0', ...settings];
  const child = path.endsWith('.dll') ? spawn('dotnet', [path, ...args]) : spawn(path, args);
  let output = '';
  const keep = (chunk) => { output = (output + chunk).slice(-8000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: error.message, signal: null }));
  });
  // A test run that is cut short must not leave a node behind.
  const last = () => child.kill('SIGKILL');
  process.once('exit', last);
  ended.then(() => process.off('exit', last));

  const node = {
    port,
    http: `http://127.0.0.1:${port}`,
    socket: `ws://127.0.0.1:${port}/socket`,
    output: () => output,
    /** Sends a signal, such as SIGSTOP for a node that hangs and SIGCONT for its end. */
    signal(name) {
      child.kill(name);
    },
    /** Ends the node as a crash would: it drains nothing and says goodbye to nobody. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    /** Asks the node to end as an operator would; fails when it does not, or not cleanly. */
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const end = await Promise.race([ended, after(endsWithin)]);
      if (end === undefined) {
        child.kill('SIGKILL');
        await ended;
        throw new Error(`The node did not end within ${endsWithin} ms of SIGTERM:\n${output}`);
      }
      // 143 = 128 + SIGTERM: a host that was asked to end and says so.
      if (![0, 143].includes(end.code) && end.signal !== 'SIGTERM') throw new Error(`The node ended with ${JSON.stringify(end)}:\n${output}`);
    },
  };
  await ready(node, ended);
  return node;
}

async function ready(node, ended) {
  const deadline = Date.now() + readyWithin;
  let seen = 'no answer';
  while (Date.now() < deadline) {
    const early = await Promise.race([ended, after(100)]);
    if (early !== undefined) throw new Error(`The node ended before it was ready: ${JSON.stringify(early)}\n${node.output()}`);
    try {
      const response = await fetch(`${node.http}/health/ready`);
      if (response.ok) return;
      seen = `HTTP ${response.status}`;
    } catch (error) {
      seen = error.cause?.code ?? error.message;
    }
  }
  await node.stop().catch(() => {});
  throw new Error(`The node was not ready within ${readyWithin} ms (${seen}):\n${node.output()}`);
}

function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());
}

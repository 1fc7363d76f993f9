// The oldest, a middle and the newest phoenix.js that must work unchanged, and the few steps every test takes with them.
import * as phoenix18016 from 'phoenix';
import * as phoenix180 from 'phoenix-1.8.0';
import * as phoenix1812 from 'phoenix-1.8.12';
import WebSocket from 'ws';
import { Inbox } from './inbox.js';

export const versions = [['1.8.16', phoenix18016], ['1.8.12', phoenix1812], ['1.8.0', phoenix180]];

/** A connecting socket whose opens and closes can be awaited in `socket.life`. */
export function openSocket({ Socket }, node, options = {}) {
  const socket = new Socket(node.socket, { transport: WebSocket, params: { client: 'tests' }, ...options });
  socket.life = new Inbox();
  socket.onOpen(() => socket.life.add({ event: 'open' }));
  socket.onClose((close) => socket.life.add({ event: 'close', payload: { code: close?.code } }));
  socket.connect();
  return socket;
}

/** Resolves with the join's reply as `{status, response}`. */
export function join(channel) {
  return replyTo(channel.join());
}

export function replyTo(push, within = 15_000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No reply within ${within} ms`)), within);
    const answer = (status) => (response) => { clearTimeout(timer); resolve({ status, response }); };
    push.receive('ok', answer('ok')).receive('error', answer('error')).receive('timeout', answer('timeout'));
  });
}

export function disconnect(socket) {
  return new Promise((resolve) => socket.disconnect(resolve));
}

// One topic over one WebSocket: joins, heartbeats, and comes back by itself after every close.

/** Waits before the first, second, … attempt to reconnect, in ms; the last one repeats. A moment's loss is hidden, a long one costs little. */
const waits = [10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000];
const heartbeatEvery = 30_000;
/** Without a word for this long after a heartbeat the connection is taken for dead: a browser alone may take minutes to notice. */
const answerWithin = 10_000;

/** Watches `topic`; `on.status(text)` tells of the connection, `on.joined()` and `on.lost()` of each answered join and its end, `on.data(event, payload)` of each result; `on.parameters()` is asked at each join. Returns `push(event, payload)`, which does nothing while not joined, and `stop()`. */
export function watch(topic, on) {
  let socket, heartbeat, patience, retry, joinRef, joined = false, ref = 0, tries = 0, over = false;

  const send = (to, event, payload) => socket.send(JSON.stringify([to === 'phoenix' ? null : joinRef, String(++ref), to, event, payload]));

  function connect() {
    if (tries === 0) on.status('Connecting …');
    const url = new URL('socket/websocket?vsn=2.0.0', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    socket = new WebSocket(url);
    socket.onopen = () => {
      joinRef = String(ref + 1);
      send(`realtime:${topic}`, 'phx_join', on.parameters());
      heartbeat = setInterval(() => {
        send('phoenix', 'heartbeat', {});
        patience ??= setTimeout(() => lost(socket), answerWithin);
      }, heartbeatEvery);
    };
    socket.onmessage = ({ data }) => {
      clearTimeout(patience);
      patience = undefined;
      const [, reference, to, event, payload] = JSON.parse(data);
      if (to === `realtime:${topic}`) receive(reference, event, payload);
    };
    socket.onclose = ({ target }) => lost(target);
  }

  function receive(reference, event, payload) {
    if (event === 'phx_reply') {
      if (reference !== joinRef) return;
      if (payload.status === 'ok') { tries = 0; joined = true; on.status(`Connected, watching ${topic}`); on.joined(); }
      else end(`Refused: ${payload.response.reason ?? 'no reason given'}`);
    } else if (event === 'phx_close') end('Closed by the server');
    else if (event === 'phx_error') {
      // The channel failed, not the connection: give the server the second phoenix.js gives it.
      tries = Math.max(tries, waits.indexOf(1000));
      lost(socket);
    }
    else on.data(event, payload);
  }

  function lost(which) {
    if (over || which !== socket) return;
    quiet();
    on.lost();
    on.status('Connection lost, reconnecting … What is shown are the last values received.');
    retry = setTimeout(connect, waits[Math.min(tries++, waits.length - 1)]);
  }

  function end(reason) {
    stop();
    on.lost();
    on.status(reason);
  }

  function quiet() {
    joined = false;
    clearInterval(heartbeat);
    clearTimeout(patience);
    patience = undefined;
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
  }

  function stop() {
    over = true;
    clearTimeout(retry);
    quiet();
  }

  connect();
  return { stop, push: (event, payload) => { if (joined) send(`realtime:${topic}`, event, payload); } };
}

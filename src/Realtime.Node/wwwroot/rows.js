// Keeps the rows of a topic's data sets current by snapshots and deltas, and says what a reconnect need not send again.

export class Rows {
  #sets = new Map();

  /** What the server is told at a join: where each data set stands here. */
  resume() {
    return Object.fromEntries([...this.#sets].filter(([, set]) => set.epoch).map(([name, { epoch, seq }]) => [name, { epoch, seq }]));
  }

  /** Takes a frame. Returns the complete result it leads to, `{key, columns, rows}`; null: it brings no rows. */
  take(name, frame) {
    const set = this.#sets.get(name);
    if (frame.kind === 'snapshot') this.#sets.set(name, { ...frame });
    else if (frame.kind === 'delta' && set?.epoch === frame.epoch && set.seq === frame.base) Object.assign(set, { rows: merged(set, frame), seq: frame.seq });
    else {
      // Another owner: what is here is shown on, and no base any more.
      if (set && frame.epoch && frame.epoch !== set.epoch) set.epoch = null;
      return null;
    }
    return this.#sets.get(name);
  }
}

function merged({ key, time, columns, rows }, { upsert, remove }) {
  const places = (time ? [time] : key).map((column) => columns.indexOf(column));
  const keyOf = (row) => JSON.stringify(places.map((place) => row[place]));
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  for (const gone of remove) byKey.delete(JSON.stringify(gone));
  for (const row of upsert) byKey.set(keyOf(row), row);
  const all = [...byKey.values()];
  return time ? all.sort((a, b) => a[places[0]] - b[places[0]]) : all;
}

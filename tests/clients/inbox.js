// Keeps what a client received and lets a test wait, with a deadline, for what it expects.
import assert from 'node:assert/strict';

/** The four data sets of the default pack. */
export const dataSets = ['concurrent_viewers_by_country', 'time_series', 'startup_time', 'top_concurrent_video_title'];

export class Inbox {
  items = [];
  #waiting = new Set();

  add(item) {
    this.items.push(item);
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves with the first truthy `found(items)`; rejects after `within` ms with what came instead. */
  until(found, what, within = 15_000) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const result = found(this.items);
        if (!result) return false;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(result);
        return true;
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`Not within ${within} ms: ${what}. What came: ${summary(this.items)}`));
      }, within);
      if (!look()) this.#waiting.add(look);
    });
  }

  /** Frames of one data set that carry a result's seq, oldest first. A relay without data yet says so with seq null. */
  frames(event) {
    return this.items.filter((item) => item.event === event && typeof item.payload.seq === 'number').map((item) => item.payload);
  }

  /** Waits for at least `count` frames of every data set. */
  untilFrames(count, within) {
    return this.until(() => dataSets.every((event) => this.frames(event).length >= count), `${count} frame(s) of each data set`, within);
  }

  /** Waits for a snapshot of every data set, and returns each first one by name. Before it only the news that there is none yet may come. */
  async untilSnapshots(within) {
    const first = (event) => this.frames(event).findIndex((frame) => frame.kind === 'snapshot');
    await this.until(() => dataSets.every((event) => first(event) >= 0), 'a snapshot of each data set', within);
    for (const event of dataSets) {
      for (const early of this.frames(event).slice(0, first(event))) {
        // A node that has only just started may be too slow for its first poll: it says so, and polls again.
        assert.ok(early.kind === 'progress' && early.state !== 'live' && early.reason, `${event}: ${JSON.stringify(early)}`);
      }
    }
    return dataSets.map((event) => [event, this.frames(event)[first(event)]]);
  }

  latestSeq() {
    return Math.max(0, ...dataSets.flatMap((event) => this.frames(event).map((frame) => frame.seq)));
  }
}

/** An inbox that gets every data event of a channel; works with anything that has phoenix.js's `on(event, callback)`. */
export function inboxOf(channel) {
  const inbox = new Inbox();
  for (const event of dataSets) channel.on(event, (payload) => inbox.add({ event, payload }));
  return inbox;
}

function summary(items) {
  const text = items.slice(-12).map((item) => `${item.event} ${JSON.stringify(item.payload ?? null).slice(0, 120)}`).join('\n  ');
  return items.length === 0 ? 'nothing' : `${items.length} item(s), the last ones:\n  ${text}`;
}

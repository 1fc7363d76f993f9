// The first page: every data set of one topic, as it arrives. It knows none of them by name.
import { watch } from './socket.js';
import { Rows } from './rows.js';
import { draw } from './draw.js';

const byId = (id) => document.getElementById(id);
const cards = new Map();
let rows = new Rows();
let watching = null;

/** One data set on the page: what it last said, and what of that is drawn. */
class Card {
  constructor(name) {
    this.name = name;
    this.sinceJoin = 0;
    this.node = byId('dataset').content.cloneNode(true).firstElementChild;
    this.part = (css) => this.node.querySelector(css);
    this.part('h2').textContent = name;
    // By name, whatever came first: a page looks the same after every reload.
    const next = [...cards.values()].filter((card) => card.name > name).sort((a, b) => (a.name < b.name ? -1 : 1))[0];
    byId('datasets').insertBefore(this.node, next?.node ?? null);
  }

  take(payload, result) {
    this.noticeGap(payload, result !== null);
    if (result) this.part('.result').replaceChildren(draw(this.name, result));
    if (payload.as_of !== null) this.age = { atArrival: payload.now - payload.as_of, arrived: performance.now() };
    this.told = [payload.state, payload.reason];
    this.tellState(...this.told);
    this.tellAge();
  }

  tellState(state, reason) {
    this.part('.state').dataset.state = state;
    this.part('.state').textContent = reason ? `${state}: ${reason}` : state;
  }

  /** Every frame names the seq of the next: another one means that results in between did not arrive. */
  noticeGap({ epoch, seq, next_due }, isComplete) {
    if (seq === null) return;
    if (++this.sinceJoin > 2 && this.last.epoch === epoch && seq > this.last.next_due) {
      this.missing = `Results between ${clock(this.last.seq)} and ${clock(seq)} did not arrive`;
      this.tellGap(' and the next complete one is awaited.');
    }
    if (this.missing && isComplete) this.tellGap('; the one shown is complete.');
    this.last = { epoch, seq, next_due };
  }

  tellGap(outcome) {
    this.part('.gap').textContent = this.missing + outcome;
    this.part('.gap').hidden = false;
  }

  /** A join is answered with the last snapshot, and the progress since: old frames, which need not follow one another. */
  joined() {
    this.sinceJoin = 0;
    // Where nothing has changed meanwhile nothing is sent: what was told before holds again.
    if (this.told) this.tellState(...this.told);
  }

  /** Both ends of the age come from the server's clock, so a wrong clock here makes nothing look old or new. */
  tellAge() {
    if (!this.age) return;
    const ms = this.age.atArrival + performance.now() - this.age.arrived;
    this.part('.age').textContent = `as of ${duration(ms)} ago`;
  }
}

function open(topic) {
  watching?.stop();
  rows = new Rows();
  cards.clear();
  byId('datasets').replaceChildren();
  byId('topic').value = topic;
  byId('hint').hidden = true;
  document.title = `${topic} · Realtime`;
  watching = watch(topic, {
    // A function: each reconnect asks for what this page lacks by then.
    parameters: () => ({ delta: true, resume: rows.resume() }),
    // Only a change is announced: a screen reader need not hear of every attempt.
    status: (text) => { if (byId('connection').textContent !== text) byId('connection').textContent = text; },
    lost: () => cards.forEach((card) => card.tellState('late', 'not connected')),
    joined: () => {
      cards.forEach((card) => card.joined());
      if (document.hidden) tellAttention();
    },
    data: (event, payload) => {
      // Presence and whatever a later server may send are not data sets: those carry a kind.
      if (!['snapshot', 'delta', 'progress'].includes(payload.kind)) return;
      if (!cards.has(event)) cards.set(event, new Card(event));
      cards.get(event).take(payload, rows.take(event, payload));
    },
  });
}

/** A hidden page needs no rows, and a topic open in hidden pages only is polled less often. */
function tellAttention() {
  watching?.push('attention', { visible: !document.hidden });
}

function clock(ms) {
  return new Date(ms).toLocaleTimeString();
}

function duration(ms) {
  const seconds = Math.max(0, ms) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

async function offerTopics() {
  const response = await fetch('api/topics');
  if (!response.ok) return;
  const { topics } = await response.json();
  byId('topics').replaceChildren(...topics.map((topic) => Object.assign(document.createElement('option'), { value: topic })));
  if (!byId('topic').value && topics.length > 0) byId('topic').placeholder = topics[0];
}

byId('picker').addEventListener('submit', (submit) => {
  submit.preventDefault();
  const topic = byId('topic').value.trim();
  if (!topic) return;
  history.pushState(null, '', `?${new URLSearchParams({ topic })}`);
  open(topic);
});
const fromAddress = () => {
  const topic = new URLSearchParams(location.search).get('topic');
  if (topic) open(topic);
};
addEventListener('popstate', fromAddress);
document.addEventListener('visibilitychange', tellAttention);
setInterval(() => cards.forEach((card) => card.tellAge()), 200);
fromAddress();
offerTopics().catch(() => { /* Free text works without the list. */ });

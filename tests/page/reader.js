// Runs inside each page, before its own script: `readPage()` says what somebody who looks at it would see.

/** Self-contained: its text is sent to the browser. */
export function installReader() {
  const isSeen = (element) => element !== null && element.checkVisibility() && element.getClientRects().length > 0;
  const text = (parent, selector) => { const element = parent.querySelector(selector); return isSeen(element) ? element.innerText.trim() : ''; };

  /** True where a card shows nothing: no text, or a chart without ink. */
  const isBlank = (card) => {
    const body = card.querySelector('.card-body');
    if (body.innerText.trim() === '' || isSeen(body.querySelector(':scope > .skeleton'))) return true;
    return [...body.querySelectorAll('canvas')].some((canvas) => {
      if (canvas.width === 0 || canvas.height === 0) return true;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return !new Uint32Array(data.buffer).some((pixel) => pixel !== 0);
    });
  };

  const read = () => ({
    connection: text(document, '.connection').replaceAll(/\s+/g, ' '),
    age: text(document, '.data-age'),
    frozen: text(document, '.time-text'),
    updates: Number(/\+(\d+) update/.exec(text(document, '.time-text'))?.[1] ?? -1),
    headline: [...document.querySelectorAll('.headline-now')].filter(isSeen).map((value) => value.innerText.trim()),
    people: [...document.querySelectorAll('.avatar .unseen')].map((person) => person.textContent),
    watching: text(document, '.audience button'),
    cards: [...document.querySelectorAll('section.card')].filter(isSeen).map((card) => ({
      name: card.querySelector('h2').id.replace(/^card-/, ''),
      state: card.dataset.state,
      // Read only where somebody asks: a page that is looked at all the time must not be slow for it.
      get title() { return text(card, 'h2'); },
      get badge() { return text(card, '.badge').replaceAll(/\s+/g, ' '); },
      get age() { return text(card, '.card-age'); },
      get note() { return text(card, '.card-note'); },
      get gap() { return text(card, '.card-gap'); },
      get blank() { return isBlank(card); },
      get text() { return card.querySelector('.card-body').innerText; },
    })),
  });
  let last = null;
  /** The same answer within one look. */
  globalThis.readPage = () => {
    if (last === null) queueMicrotask(() => { last = null; });
    return (last ??= read());
  };
  /** As many cards as expected, all of them fresh and drawn. */
  globalThis.isFresh = (count) => {
    const { cards } = globalThis.readPage();
    return cards.length === count && cards.every(({ state }) => state === 'fresh') && !cards.some(({ blank }) => blank);
  };

  /** Looks at every card again and again; what was blank is found in the returned list later. */
  globalThis.watchForBlanks = () => {
    const blanks = [];
    setInterval(() => {
      const { cards } = globalThis.readPage();
      if (cards.length === 0) blanks.push('there were no cards at all');
      for (const { name, state, blank } of cards) if (blank) blanks.push(`${name} while ${state}`);
    }, 300);
    return (globalThis.blanks = blanks);
  };
}

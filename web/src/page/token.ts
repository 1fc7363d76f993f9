// The token that the page connects with, where the server asks for one.

const kept = 'realtime.token';

/**
 * A token in the fragment (`#token=…`), which browsers send to nobody; kept for reloads of this tab, so that it need not stay in the address.
 * Null: there is none.
 */
export function readToken(hash: string, store: Pick<Storage, 'getItem' | 'setItem'>): string | null {
  const given = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  if (given === null || given === '') return store.getItem(kept);
  store.setItem(kept, given);
  return given;
}

/** A refusal, with what whoever reads it can do. */
export function describeRefusal(reason: string): string {
  return `${reason}; add a valid one to the address of this page: #token=…`;
}

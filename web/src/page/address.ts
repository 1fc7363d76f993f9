// What the page's address says: topic, frozen moment, wall-board mode.

export interface Address {
  readonly topic: string | null;
  /** A frozen moment, in unix milliseconds. */
  readonly at: number | null;
  readonly kiosk: boolean;
}

export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const topic = parameters.get('topic')?.trim() ?? '';
  const at = parameters.get('at') ?? '';
  return {
    topic: topic === '' ? null : topic,
    at: /^\d{10,16}$/.test(at) ? Number(at) : null,
    kiosk: parameters.has('kiosk') && parameters.get('kiosk') !== '0',
  };
}

export function writeAddress({ topic, at, kiosk }: Address): string {
  const parameters = new URLSearchParams();
  if (topic !== null) parameters.set('topic', topic);
  if (at !== null) parameters.set('at', String(Math.round(at)));
  if (kiosk) parameters.set('kiosk', '1');
  return `?${parameters.toString()}`;
}

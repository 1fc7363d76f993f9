// The address: what a link says, and what it cannot break.
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/page/address';

describe('an address', () => {
  it('reads back what it was written from', () => {
    for (const address of [
      { topic: 'acme', at: null, kiosk: false }, { topic: 'ä & ö?', at: 1790000000000, kiosk: true }, { topic: null, at: null, kiosk: false },
    ]) expect(readAddress(writeAddress(address))).toEqual(address);
  });

  it('takes anything strange for absent', () => {
    expect(readAddress('?topic=%20&at=soon&kiosk=0')).toEqual({ topic: null, at: null, kiosk: false });
    expect(readAddress('?kiosk')).toEqual({ topic: null, at: null, kiosk: true });
  });
});

// Settings: damaged memories take defaults, and a browser stays who it is.
import { describe, expect, it } from 'vitest';
import { nextTheme, readSettings } from '../../src/page/settings';

describe('settings', () => {
  it('begin with a friendly name and an id', () => {
    expect(readSettings(null, () => 0.5)).toEqual({ theme: 'auto', utc: false, range: 10, id: 'i'.repeat(20), name: 'Quiet Marten' });
  });

  it('are read back as they were saved', () => {
    const saved = readSettings(null, Math.random);
    const chosen = { ...saved, theme: 'dark', utc: true, range: 30, name: 'Ann' };
    expect(readSettings(JSON.stringify(chosen), () => 0)).toEqual(chosen);
  });

  it('survive damage', () => {
    expect(readSettings('{', () => 0).theme).toBe('auto');
    expect(readSettings('[1]', () => 0).range).toBe(10);
    expect(readSettings('{"range":7,"theme":"pink","name":"  ","id":"<b>"}', () => 0))
      .toMatchObject({ range: 10, theme: 'auto', name: 'Calm Badger', id: '0'.repeat(20) });
  });

  it('cycle through the themes', () => {
    expect([nextTheme('auto'), nextTheme('light'), nextTheme('dark')]).toEqual(['light', 'dark', 'auto']);
  });
});

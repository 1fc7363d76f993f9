// What a key does in a focused chart.

export type Move = { readonly kind: 'step'; readonly by: number } | { readonly kind: 'zoom'; readonly by: number } | { readonly kind: 'all' };

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: { kind: 'step', by: -1 },
  ArrowRight: { kind: 'step', by: 1 },
  PageUp: { kind: 'step', by: -12 },
  PageDown: { kind: 'step', by: 12 },
  Home: { kind: 'step', by: -Infinity },
  End: { kind: 'step', by: Infinity },
  '+': { kind: 'zoom', by: 0.5 },
  '-': { kind: 'zoom', by: 2 },
  '0': { kind: 'all' },
};

export function readKey(key: string): Move | null {
  return moves[key] ?? null;
}

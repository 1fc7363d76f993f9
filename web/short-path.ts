// Writes the path of a map short: steps of whole numbers, and neither a point that repeats another nor a ring too small to be seen.

type Ring = readonly (readonly [x: number, y: number])[];

/** `long` as d3-geo writes it: `M1.2,3.4L5.6,7.8Z`, and so on for each ring. */
export function shortPath(long: string): string {
  let [x, y] = [0, 0];
  const step = ([toX, toY]: readonly [number, number]) => {
    const text = pair(toX - x, toY - y);
    [x, y] = [toX, toY];
    return text;
  };
  return ringsOf(long).map((ring) => {
    const [first, ...others] = ring;
    if (!first) return '';
    const drawn = `m${step(first)}l${join(others.map(step))}z`;
    // After z the pen is where the ring began.
    [x, y] = first;
    return drawn;
  }).join('');
}

function ringsOf(long: string): Ring[] {
  return long.split('M').slice(1).map((text) => {
    const points = text.replace('Z', '').split('L').map((point) => {
      const [x = 0, y = 0] = point.split(',').map((number) => Math.round(Number(number)));
      return [x, y] as const;
    });
    return points.filter(([x, y], i) => { const before = points.at(i - 1); return before?.[0] !== x || before[1] !== y; });
  }).filter((ring) => ring.length > 2);
}

/** A minus parts numbers as well as a blank does. */
function pair(x: number, y: number): string {
  return y < 0 ? `${String(x)}${String(y)}` : `${String(x)} ${String(y)}`;
}

function join(pairs: readonly string[]): string {
  return pairs.reduce((text, next) => (text === '' || next.startsWith('-') ? text + next : `${text} ${next}`), '');
}

// Reads a path of relative steps back into points, as a browser would draw it.

type Point = readonly [x: number, y: number];

export function ringsOf(path: string): Point[][] {
  let [x, y] = [0, 0];
  return path.split('z').filter((part) => part !== '').map((part) => {
    const numbers = (part.match(/-?\d+/g) ?? []).map(Number);
    const ring: Point[] = [];
    for (let i = 0; i < numbers.length; i += 2) {
      x += numbers[i] ?? 0;
      y += numbers[i + 1] ?? 0;
      ring.push([x, y]);
    }
    // z goes back to where the ring began.
    [x, y] = ring[0] ?? [x, y];
    return ring;
  });
}

/** Whether a line from the point to the right crosses the ring an odd number of times. */
export function isInside(ring: readonly Point[], [x, y]: Point): boolean {
  return ring.filter(([fromX, fromY], i) => {
    const [toX, toY] = ring[(i + 1) % ring.length] ?? [0, 0];
    return (fromY > y) !== (toY > y) && x < fromX + ((toX - fromX) * (y - fromY)) / (toY - fromY);
  }).length % 2 === 1;
}

// Lets rows glide to their new places: they are put there at once and shown coming from where they were.

const glide: KeyframeAnimationOptions = { duration: 450, easing: 'cubic-bezier(.2, 0, .2, 1)' };

/** Runs `change`, which may move, add and remove children of `list`. `motion` false: they are simply there. */
export function flip(list: HTMLElement, motion: boolean, change: () => void): void {
  const children = () => [...list.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  // Where they are seen now: a row still gliding goes on from there.
  const seen = motion ? children() : [];
  // A list that was empty has nothing that glides, and asking where it is would lay out the page in the middle of its first draw.
  if (seen.length === 0) { change(); return; }
  const before = new Map(seen.map((child) => [child, child.getBoundingClientRect().top]));
  const origin = list.getBoundingClientRect().top;
  change();
  const shift = list.getBoundingClientRect().top - origin;
  for (const child of children()) {
    for (const animation of child.getAnimations()) if (animation.id === 'flip') animation.cancel();
    const was = before.get(child);
    if (was === undefined) {
      child.animate([{ opacity: 0 }, { opacity: 1 }], { ...glide, id: 'flip' });
      continue;
    }
    const by = was + shift - child.getBoundingClientRect().top;
    if (Math.abs(by) < 1) continue;
    child.animate([{ transform: `translateY(${String(by)}px)` }, { transform: 'none' }], { ...glide, id: 'flip' });
  }
}

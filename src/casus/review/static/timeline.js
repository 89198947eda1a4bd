// The timeline: its bars are links; dragging over several chooses their whole period.
export function timeline(box, choose) {
  const bars = [...box.querySelectorAll('a[data-since]')];
  if (!bars.length) return;
  let from = null;
  const at = (x) => bars.findIndex((bar) => x <= bar.getBoundingClientRect().right);
  const range = (x) => {
    const here = at(x) < 0 ? bars.length - 1 : at(x);
    return [Math.min(from.bar, here), Math.max(from.bar, here)];
  };
  box.addEventListener('pointerdown', (event) => {
    if (event.button || event.pointerType === 'touch') return;
    const bar = at(event.clientX);
    from = { x: event.clientX, bar: bar < 0 ? bars.length - 1 : bar };
  });
  box.addEventListener('pointermove', (event) => {
    if (!from || Math.abs(event.clientX - from.x) < 4) return;
    if (!box.hasPointerCapture(event.pointerId)) box.setPointerCapture(event.pointerId);
    const [low, high] = range(event.clientX);
    bars.forEach((bar, n) => bar.classList.toggle('in', n >= low && n <= high));
  });
  box.addEventListener('pointerup', (event) => {
    const start = from;
    if (start && Math.abs(event.clientX - start.x) >= 4) {
      const [low, high] = range(event.clientX);
      choose(bars[low].dataset.since, bars[high].dataset.until);
    }
    from = null;
  });
  box.addEventListener('pointercancel', () => { from = null; });
  box.addEventListener('dragstart', (event) => event.preventDefault());
}

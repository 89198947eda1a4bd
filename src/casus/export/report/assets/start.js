// Printing, and the start of everything.
window.addEventListener('beforeprint', () => {
  const list = open >= 0 ? [open] : hits.slice(0, PRINTED);
  $('print').innerHTML = list.map((n) => ($('d' + n) || '').textContent || '').join('');
  for (const node of $('print').querySelectorAll('details')) node.open = true;
  body.replaceChildren(...hits.map(row));
});
window.addEventListener('afterprint', () => { $('print').replaceChildren(); showTable(); });

const noticed = new ResizeObserver(() => {
  if (map.clientWidth === width && map.clientHeight === height) return;
  const cx = view.x + width / view.k / 2, cy = view.y + height / view.k / 2;
  const before = width;
  measure();
  view.k *= width / before;
  view.x = cx - width / view.k / 2;
  view.y = cy - height / view.k / 2;
  draw();
  drawTimeline();
});
measure();
hits = sorted(hits);
fitTo(placed);
drawTimeline();
showTable();
tally();
noticed.observe(map);
document.documentElement.classList.add('ready');
performance.mark('ready');
// a large file is usable before its details have been read to the end
if (location.hash) { if (document.readyState === 'loading' && location.hash.startsWith('#i-')) whole(route); else route(); }
whole(() => { if (state.q) update(true); });

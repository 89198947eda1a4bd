// The map: view, clusters, names, and its keys, wheel and touch.
const map = $('map'), ground = $('ground'), marks = $('marks'), namesLayer = $('names');
const placed = data.map((d, n) => n).filter((n) => data[n].x !== undefined)
  .sort((a, b) => data[b].r - data[a].r || a - b);
const markOf = new Map(); // incident → its mark or bubble
const drawn = []; // x, y and radius of what stands on the map
const view = { x: 0, y: 0, k: 1 }; // map units at the left upper corner, pixels per unit
const DEEPEST = 1.6; // pixels per unit: closer, the outlines are coarser than they look
const ALONE = 6; // as many marks are laid side by side; more become a bubble
let width = 1, height = 1;
let shrink = 1; // marks are smaller on a small map
const radius = (n) => Math.max(3.5, data[n].r * shrink);

function measure() {
  width = map.clientWidth || 1;
  height = map.clientHeight || 1;
  map.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
  shrink = Math.min(1, 0.5 + width / 1600);
}
const least = () => Math.max(width / 36000, height / 17300) * 0.98;
function limit() {
  view.k = Math.min(DEEPEST, Math.max(least(), view.k));
  const w = width / view.k, h = height / view.k;
  view.x = w > 36000 ? -w / 2 : Math.max(-18000, Math.min(18000 - w, view.x));
  view.y = h > 17500 ? -h / 2 : Math.max(-8770, Math.min(8770 - h, view.y));
}
function fitTo(list) {
  if (!list.length) { view.k = least(); view.x = -width / view.k / 2; view.y = -height / view.k / 2 - 400; return draw(); }
  let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
  for (const n of list) {
    x0 = Math.min(x0, data[n].x); x1 = Math.max(x1, data[n].x);
    y0 = Math.min(y0, data[n].y); y1 = Math.max(y1, data[n].y);
  }
  const pad = Math.min(70, width * 0.12);
  view.k = Math.min((width - 2 * pad) / Math.max(x1 - x0, 1), (height - 2 * pad) / Math.max(y1 - y0, 1), width / 1400);
  view.k = Math.max(view.k, least());
  view.x = (x0 + x1) / 2 - width / view.k / 2;
  view.y = (y0 + y1) / 2 - height / view.k / 2;
  draw();
}
function zoom(by, px, py) {
  const x = view.x + px / view.k, y = view.y + py / view.k;
  view.k = Math.min(DEEPEST, Math.max(least(), view.k * by));
  view.x = x - px / view.k;
  view.y = y - py / view.k;
  later();
}
let frame = 0;
function later() {
  if (!frame) frame = requestAnimationFrame(() => { frame = 0; draw(); });
}
function draw() {
  limit();
  ground.setAttribute('transform', 'scale(' + view.k + ')translate(' + -view.x + ' ' + -view.y + ')');
  drawMarks();
  drawNames();
  drawScale();
}
function drawNames() {
  const boxes = drawn.map(([x, y, r]) => [x, y, 2 * r, r + 7]); // no name under a mark
  namesLayer.replaceChildren();
  for (const [name, mx, my, w] of meta.names) {
    const wide = name.length * 7.4;
    const x = (mx - view.x) * view.k, y = (my - view.y) * view.k;
    if (wide > w * view.k * 0.92 || x < wide / 2 || y < 8 || x > width - wide / 2 || y > height - 8) continue;
    if (boxes.some((b) => Math.abs(b[0] - x) < (b[2] + wide) / 2 + 6 && Math.abs(b[1] - y) < b[3])) continue;
    boxes.push([x, y, wide, 16]);
    svg('text', { x: x.toFixed(1), y: y.toFixed(1) }, namesLayer).textContent = name;
  }
}
function drawScale() {
  const km = (90 / view.k) * meta.km;
  const power = Math.pow(10, Math.floor(Math.log10(km)));
  const nice = [5, 2, 1].map((s) => s * power).find((s) => s <= km);
  $('bar').style.width = (nice / meta.km) * view.k + 'px';
  $('km').textContent = plain(nice) + ' km';
}
/** Groups of marks that would overlap, the largest first; each holds its incidents. */
function clusters() {
  const cells = new Map(), out = [];
  const reach = hits.length > 400 ? 40 : 20; // pixels within which marks are one cluster
  for (const n of placed) {
    if (!hit.has(n)) continue;
    const x = (data[n].x - view.x) * view.k, y = (data[n].y - view.y) * view.k;
    if (x < -60 || y < -60 || x > width + 60 || y > height + 60) continue;
    const cx = Math.floor(x / reach), cy = Math.floor(y / reach);
    let best = null, near = reach;
    for (let i = cx - 1; i <= cx + 1; i++) {
      for (let j = cy - 1; j <= cy + 1; j++) {
        for (const c of cells.get(i * 100003 + j) || []) {
          const away = Math.hypot(c.x - x, c.y - y);
          if (away < near) { near = away; best = c; }
        }
      }
    }
    if (best) { best.list.push(n); continue; }
    const made = { x, y, list: [n] };
    out.push(made);
    const key = cx * 100003 + cy;
    if (cells.has(key)) cells.get(key).push(made); else cells.set(key, [made]);
  }
  return out;
}
function drawMarks() {
  markOf.clear();
  drawn.length = 0;
  marks.replaceChildren();
  const found = clusters();
  for (const c of found) if (c.list.length <= ALONE) sideBySide(c);
  for (const c of found) if (c.list.length > ALONE) bubble(c); // above the marks
  select();
}
function sideBySide(c) {
  const laid = [];
  for (const n of c.list) {
    const d = data[n], r = radius(n);
    const x0 = (d.x - view.x) * view.k, y0 = (d.y - view.y) * view.k;
    let x = x0, y = y0;
    for (let s = 1; s < 400 && laid.some((p) => Math.hypot(p[0] - x, p[1] - y) < p[2] + r + 1.5); s++) {
      x = x0 + 1.1 * Math.sqrt(s) * 1.6 * Math.cos(s * 2.39996);
      y = y0 + 1.1 * Math.sqrt(s) * 1.6 * Math.sin(s * 2.39996);
      if (s > 200) { x = x0 + (s - 195) * 0.9 * Math.cos(s * 2.39996); y = y0 + (s - 195) * 0.9 * Math.sin(s * 2.39996); }
    }
    laid.push([x, y, r]);
    const a = svg('a', { href: '#i-' + d.i, tabindex: -1, class: d.m ? '' : 'bgd', 'aria-label': d.t + ', ' + d.p + ', ' + d.d }, marks);
    svg('circle', { class: 'halo', cx: x.toFixed(1), cy: y.toFixed(1), r: r + 3 }, a);
    svg('circle', { class: 'm ' + d.f + (d.h ? ' ho' : ''), cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1) }, a);
    drawn.push([x, y, r]);
    a.list = [n];
    markOf.set(n, a);
  }
}
function bubble(c) {
  const r = Math.min(10 + Math.sqrt(c.list.length) * 0.8, 20);
  const g = svg('g', { class: 'cl', transform: 'translate(' + c.x.toFixed(1) + ' ' + c.y.toFixed(1) + ')' }, marks);
  svg('circle', { class: 'disc', r: r + 2 }, g);
  const shares = Object.create(null);
  for (const n of c.list) shares[data[n].f] = (shares[data[n].f] || 0) + 1;
  let at = 0;
  for (const family of Object.keys(shares).sort()) {
    const share = (shares[family] / c.list.length) * 100;
    svg('circle', { class: 'ring ' + family, r, pathLength: 100, 'stroke-dasharray': share + ' ' + (100 - share), 'stroke-dashoffset': -at, transform: 'rotate(-90)' }, g);
    at += share;
  }
  svg('text', {}, g).textContent = plain(c.list.length);
  drawn.push([c.x, c.y, r]);
  g.list = c.list;
  for (const n of c.list) markOf.set(n, g);
}

const pointers = new Map();
let moved = 0, pinch = 0;
const local = (event) => { const box = map.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
map.addEventListener('pointerdown', (event) => {
  if (event.button) return;
  pointers.set(event.pointerId, local(event));
  moved = 0;
  if (pointers.size === 2) {
    const [a, b] = [...pointers.values()];
    pinch = Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
});
window.addEventListener('pointermove', (event) => {
  const last = pointers.get(event.pointerId);
  if (!last) return;
  const now = local(event);
  pointers.set(event.pointerId, now);
  moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
  if (moved < 4) return;
  map.classList.add('drag');
  hideTip();
  const share = pointers.size;
  view.x -= (now[0] - last[0]) / share / view.k;
  view.y -= (now[1] - last[1]) / share / view.k;
  if (share === 2) {
    const [a, b] = [...pointers.values()];
    const apart = Math.hypot(a[0] - b[0], a[1] - b[1]);
    if (pinch > 0 && apart > 0) zoom(apart / pinch, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    pinch = apart;
  }
  later();
});
const drop = (event) => { pointers.delete(event.pointerId); if (!pointers.size) map.classList.remove('drag'); };
window.addEventListener('pointerup', drop);
window.addEventListener('pointercancel', drop);
map.addEventListener('click', (event) => {
  if (moved > 4) { event.preventDefault(); event.stopPropagation(); return; }
  const cluster = event.target.closest('.cl');
  if (!cluster) return;
  const list = cluster.list;
  const same = list.every((n) => data[n].x === data[list[0]].x && data[n].y === data[list[0]].y);
  if (same || view.k >= DEEPEST * 0.99) { pinTip(list, event.clientX, event.clientY); return; }
  const before = view.k;
  fitTo(list);
  if (view.k < before * 1.3) zoom(before * 1.8 / view.k, width / 2, height / 2);
}, true);
map.addEventListener('dblclick', (event) => { event.preventDefault(); zoom(event.shiftKey ? 0.5 : 2, ...local(event)); });
map.addEventListener('wheel', (event) => {
  // the page scrolls on unless the map was chosen: by a click, the keyboard, or Ctrl
  if (!event.ctrlKey && !event.metaKey && document.activeElement !== map) return;
  event.preventDefault();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0022) * (event.ctrlKey ? 2 : 1)), ...local(event));
}, { passive: false });
map.addEventListener('keydown', (event) => {
  const by = width / 6 / view.k;
  const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
  if (moves[event.key]) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; later(); }
  else if (event.key === '+' || event.key === '=') zoom(1.6, width / 2, height / 2);
  else if (event.key === '-') zoom(1 / 1.6, width / 2, height / 2);
  else if (event.key === '0') fitTo(placed.filter((n) => hit.has(n)));
  else return;
  event.preventDefault();
});
map.addEventListener('pointermove', (event) => {
  if (pointers.size || tip.classList.contains('pin')) return;
  const node = event.target.closest('a, .cl');
  if (!node || !node.list) { if (!tip.hidden) { hideTip(); light(-1); } return; }
  fillTip(node.list);
  place(event.clientX, event.clientY);
  light(node.list.length === 1 ? node.list[0] : -1);
});
map.addEventListener('pointerleave', () => { if (!tip.classList.contains('pin')) { hideTip(); light(-1); } });
$('zin').addEventListener('click', () => zoom(1.7, width / 2, height / 2));
$('zout').addEventListener('click', () => zoom(1 / 1.7, width / 2, height / 2));
$('zfit').addEventListener('click', () => fitTo(placed.filter((n) => hit.has(n))));

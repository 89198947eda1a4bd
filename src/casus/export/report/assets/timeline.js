// The timeline: axis, dots or stacks, choosing a period.
const time = $('time');
const barOf = new Array(data.length);
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const FLOOR = 90, TOP = 8; // of the drawing, in pixels
let axis = null, brush = null, band = null;

function drawTimeline() {
  const w = time.clientWidth || 1;
  time.setAttribute('viewBox', '0 0 ' + w + ' 118');
  time.replaceChildren();
  const dated = data.map((d, n) => n).filter((n) => data[n].a !== undefined);
  const mid = (n) => (data[n].a + data[n].b) / 2;
  const undated = data.length - dated.length;
  const sortedMids = dated.map(mid).sort((a, b) => a - b);
  let lo = sortedMids[0], hi = sortedMids[sortedMids.length - 1];
  // a few strays far off would press all the rest together: they get a place at the edge
  const q = (s) => sortedMids[Math.floor((sortedMids.length - 1) * s)];
  const core = q(0.9) - q(0.1) + 21;
  let early = false, late = false;
  if (dated.length > 4 && hi - lo > 8 * core) {
    const from = q(0.1) - core, to = q(0.9) + core;
    early = lo < from; late = hi > to;
    lo = sortedMids.find((m) => m >= from);
    hi = sortedMids.filter((m) => m <= to).pop();
  }
  const pad = Math.max((hi - lo) * 0.03, 4);
  lo -= pad; hi += pad;
  const left = early ? 74 : 2, right = w - (undated ? 84 : 2) - (late ? 74 : 0);
  axis = { lo, hi, left, right };
  const at = (ordinalDay) => left + ((ordinalDay - lo) / (hi - lo)) * (right - left);
  axis.at = at;
  axis.day = (x) => Math.round(lo + ((x - left) / (right - left)) * (hi - lo));

  svg('path', { class: 'base', d: 'M' + left + ' ' + FLOOR + '.5H' + right }, time);
  ticks(at, lo, hi, left, right);
  const lanes = [];
  if (early) lanes.push(['earlier', 2, 62]);
  if (late) lanes.push(['later', right + 12, 62]);
  if (undated) lanes.push(['undated', w - 72, 72]);
  for (const [name, x, wide] of lanes) {
    svg('path', { class: 'base', d: 'M' + x + ' ' + FLOOR + '.5h' + wide }, time);
    svg('text', { x: x + wide / 2, y: 109, 'text-anchor': 'middle' }, time).textContent = name;
  }
  const lane = (name) => lanes.find((l) => l[0] === name);

  const spread = { earlier: 0, later: 0, undated: 0 };
  const xs = data.map((d, n) => {
    const name = d.a === undefined ? 'undated' : mid(n) < lo ? 'earlier' : mid(n) > hi ? 'later' : '';
    if (!name) return at(mid(n) + 0.5);
    const [, x, room] = lane(name);
    return x + 10 + (spread[name]++ % 4) * ((room - 20) / 3 || 0);
  });
  if (!swarm(xs, at, left, right)) stacks(xs, dated.length);
  band = svg('rect', { class: 'brush', y: TOP - 6, height: FLOOR - TOP + 6, width: 0, x: 0 }, time);
  paintTimeline();
}
/** Dots as large as on the map, lifted until none overlaps; false where they do not fit. */
function swarm(xs, at, left, right) {
  if (data.length > 250) return false;
  const todo = data.map((_, n) => n).sort((a, b) => xs[a] - xs[b] || a - b);
  const laid = [];
  for (const n of todo) {
    const r = Math.max(3.5, data[n].r * 0.8), x = xs[n];
    const near = laid.filter((p) => Math.abs(p.x - x) < p.r + r);
    // resting on the line, or on the shoulder of a neighbour
    const rests = [r + 2].concat(near.map((p) => p.y + Math.sqrt((p.r + r + 1) ** 2 - (p.x - x) ** 2)));
    const y = rests.sort((a, b) => a - b).find((at_) => near.every((p) => Math.hypot(p.x - x, p.y - at_) >= p.r + r + 0.9));
    if (y === undefined || y + r > FLOOR - 2) return false;
    laid.push({ n, x, y, r });
  }
  for (const p of laid) {
    const d = data[p.n], y = (FLOOR - p.y).toFixed(1);
    if (d.b > d.a && xs[p.n] === at((d.a + d.b) / 2 + 0.5)) {
      const x1 = Math.max(left, at(d.a)), x2 = Math.min(right, at(d.b + 1));
      svg('line', { class: 'whisk ' + d.f, x1: x1.toFixed(1), x2: x2.toFixed(1), y1: y, y2: y }, time);
    }
  }
  for (const p of laid) {
    const dot = svg('circle', { cx: p.x.toFixed(1), cy: (FLOOR - p.y).toFixed(1), r: p.r.toFixed(1), class: 'tm dot ' + data[p.n].f + (data[p.n].m ? '' : ' ho') }, time);
    dot.n = p.n;
    barOf[p.n] = dot;
  }
  return true;
}
/** One small block per incident, stacked where days fall on one column. */
function stacks(xs, count) {
  const wide = count > 600 ? 4 : count > 120 ? 6 : 9;
  const columns = new Map();
  for (let n = 0; n < data.length; n++) {
    const c = Math.floor(xs[n] / wide);
    if (columns.has(c)) columns.get(c).push(n); else columns.set(c, [n]);
  }
  let most = 1;
  for (const list of columns.values()) most = Math.max(most, list.length);
  const tall = Math.min(wide + 3, (FLOOR - TOP) / most);
  for (const [c, list] of columns) {
    list.sort((a, b) => data[a].f < data[b].f ? -1 : data[a].f > data[b].f ? 1 : a - b);
    list.forEach((n, i) => {
      const bar = svg('rect', { x: c * wide, y: (FLOOR - (i + 1) * tall).toFixed(2), width: wide, height: tall.toFixed(2), class: 'tm ' + data[n].f + (data[n].m ? '' : ' ho') }, time);
      if (tall < 4) bar.setAttribute('stroke-width', '.4');
      bar.n = n;
      barOf[n] = bar;
    });
  }
}
function ticks(at, lo, hi, left, right) {
  const days = hi - lo, room = right - left;
  const start = new Date((Math.ceil(lo) - 719163) * 864e5);
  let last = -99;
  const tick = (date, label, strong) => {
    const x = at(date.getTime() / 864e5 + 719163);
    if (x < left || x > right) return;
    svg('path', { class: 'tick', d: 'M' + x.toFixed(1) + ' ' + FLOOR + 'v' + (strong ? 7 : 4) }, time);
    if (!label || x - last < label.length * 6 + 12 || x > right - 14) return;
    last = x;
    svg('text', { x: Math.max(x, left + label.length * 3).toFixed(1), y: 109, 'text-anchor': 'middle' }, time).textContent = label;
  };
  const y = start.getUTCFullYear(), m = start.getUTCMonth(), d = start.getUTCDate();
  if (days <= 70) {
    const each = days <= 12 ? 1 : 7;
    const monday = each === 7 ? (8 - start.getUTCDay()) % 7 : 0;
    for (let i = 0; i <= days / each + 1; i++) {
      const date = new Date(Date.UTC(y, m, d + monday + i * each));
      const named = i === 0 || date.getUTCDate() <= each;
      tick(date, date.getUTCDate() + ' ' + MONTHS[date.getUTCMonth()] + (named && room > 500 ? ' ' + date.getUTCFullYear() : ''), named);
    }
  } else if (days <= 1000) {
    for (let i = 0; i <= days / 28 + 1; i++) {
      const date = new Date(Date.UTC(y, m + i, 1));
      const first = date.getUTCMonth() === 0 || i === 1;
      tick(date, MONTHS[date.getUTCMonth()] + (first || room < 500 ? ' ' + date.getUTCFullYear() : ''), first);
    }
  } else {
    for (let i = 0; i <= days / 365 + 1; i++) tick(new Date(Date.UTC(y + i, 0, 1)), String(y + i), true);
  }
}
function paintTimeline() {
  for (let n = 0; n < data.length; n++) if (barOf[n]) barOf[n].classList.toggle('off', !hit.has(n));
  if (!band) return;
  const on = state.from || state.to;
  const x0 = state.from ? Math.max(axis.left, axis.at(ordinal(state.from))) : axis.left;
  const x1 = state.to ? Math.min(axis.right, axis.at(ordinal(state.to) + 1)) : axis.right;
  band.setAttribute('x', on ? x0 : 0);
  band.setAttribute('width', on ? Math.max(0, x1 - x0) : 0);
}
function period(from, to) {
  state.from = from; state.to = to;
  if ($('f-from')) { $('f-from').value = from; $('f-to').value = to; }
  update();
}
const timeX = (event) => Math.max(axis.left, Math.min(axis.right, event.clientX - time.getBoundingClientRect().left));
time.addEventListener('pointerdown', (event) => {
  if (event.button || event.pointerType === 'touch') return;
  brush = { from: timeX(event), n: event.target.n, moved: false };
  time.setPointerCapture(event.pointerId);
  event.preventDefault();
});
time.addEventListener('pointermove', (event) => {
  if (brush) {
    const x = timeX(event);
    if (Math.abs(x - brush.from) > 4) brush.moved = true;
    if (brush.moved) {
      band.setAttribute('x', Math.min(x, brush.from));
      band.setAttribute('width', Math.abs(x - brush.from));
    }
    return;
  }
  if (tip.classList.contains('pin')) return;
  if (event.target.n === undefined) { if (!tip.hidden) { hideTip(); light(-1); } return; }
  fillTip([event.target.n]);
  place(event.clientX, event.clientY);
  light(event.target.n);
});
time.addEventListener('pointerleave', () => { if (!tip.classList.contains('pin')) { hideTip(); light(-1); } });
time.addEventListener('pointerup', (event) => {
  if (!brush) return;
  const done = brush;
  brush = null;
  if (done.moved) {
    const days = [axis.day(done.from), axis.day(timeX(event))].sort((a, b) => a - b);
    period(iso(days[0]), iso(days[1]));
  } else if (done.n !== undefined) location.hash = 'i-' + data[done.n].i;
  else if (state.from || state.to) period('', '');
});
time.addEventListener('click', (event) => {
  if (event.pointerType === 'touch' && event.target.n !== undefined) location.hash = 'i-' + data[event.target.n].i;
});

// The map: outlines and marks on a canvas. The server sends cells while there are many incidents in
// view and points when there are few, so that 100,000 cost no more than a few hundred.
import { degrees, project } from './earth.js';
import { bubble, colours, dot } from './marks.js';
import { data } from './net.js';

const DEEPEST = 2.2; // pixels per unit: closer, the outlines are coarser than they look
const NEAR = 13; // pixels within which points become one bubble
const WIDEST = 56; // pixels across the largest bubble and a little
const COARSE = new Set(['adm2', 'adm1', 'country']);

/** Pixels of a bubble's radius. */
function wide(incidents) { return Math.min(8 + Math.log2(incidents + 1) * 1.6, 26); }

function join(mark, other) {
  mark.n += other.n;
  mark.r = wide(mark.n);
  for (const [family, number] of Object.entries(other.families)) mark.families[family] = (mark.families[family] || 0) + number;
  for (const part of ['list', 'cells']) if (other[part]) mark[part] = [...(mark[part] || []), ...other[part]];
}

export class WorldMap {
  constructor(canvas, tip, act) {
    Object.assign(this, { canvas, tip, act, marks: [], found: null, lit: null, search: null });
    this.view = { x: -18000, y: -8770, k: 0 };
    this.context = canvas.getContext('2d');
    this.ground = data(canvas.dataset.ground).then((made) => {
      this.land = new Path2D(made.land);
      this.borders = new Path2D(made.borders);
      const { lang } = document.documentElement;
      this.labels = made.labels.map(([names, ...at]) => [names[lang] || names.map, ...at]);
    });
    this.only = canvas.parentElement.querySelector('[data-map="only"]');
    new ResizeObserver(() => { this.measure(); this.later(); }).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.later());
    this.measure();
    this.listen();
  }

  measure() {
    const ratio = devicePixelRatio || 1;
    this.width = this.canvas.clientWidth || 1;
    this.height = this.canvas.clientHeight || 1;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.ratio = ratio;
    if (!this.view.k) this.whole();
  }
  least() { return Math.min(this.width / 36000, this.height / 16000); }
  whole() {
    this.view.k = this.least();
    this.view.x = -this.width / this.view.k / 2;
    this.view.y = -this.height / this.view.k / 2 - 600;
  }
  limit() {
    const view = this.view;
    view.k = Math.min(DEEPEST, Math.max(this.least() * 0.98, view.k));
    const w = this.width / view.k, h = this.height / view.k;
    view.x = w > 36000 ? -w / 2 : Math.max(-18000, Math.min(18000 - w, view.x));
    view.y = h > 17600 ? -h / 2 : Math.max(-8800, Math.min(8800 - h, view.y));
  }

  /** A selection, as the query of the page's address; the map moves to it unless it holds the view. */
  async select(search) {
    const query = new URLSearchParams(search);
    const box = query.get('box');
    this.only.setAttribute('aria-pressed', String(Boolean(box)));
    for (const name of ['page', 'order', 'way']) query.delete(name);
    const text = query.toString();
    if (text === this.search) return;
    this.search = text;
    await this.ground;
    if (box) {
      const [w, s, e, n] = box.split(',').map(Number);
      if (!this.moved) this.fitTo([[w, s], [e, n]], 0);
      this.ask(0);
      return;
    }
    const whole = await this.fetch(query, null);
    if (whole && this.search === text) {
      const all = [...whole.points, ...whole.cells];
      this.fitTo(all.map((m) => [m.lon, m.lat]));
      this.moved = false;
      this.ask(0);
    }
  }
  fitTo(points, margin = 0.14) {
    if (!points.length) { this.whole(); this.later(); return; }
    const at = points.map(([lon, lat]) => project(lon, lat));
    const xs = at.map((p) => p[0]), ys = at.map((p) => p[1]);
    const x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = Math.min(...ys), y1 = Math.max(...ys);
    const free = 1 - 2 * margin;
    const k = Math.min((this.width * free) / Math.max(x1 - x0, 1), (this.height * free) / Math.max(y1 - y0, 1), margin ? this.width / 1500 : DEEPEST);
    this.view.k = Math.max(k, this.least());
    this.view.x = (x0 + x1) / 2 - this.width / this.view.k / 2;
    this.view.y = (y0 + y1) / 2 - this.height / this.view.k / 2;
    this.later();
  }

  /** West, south, east, north of what is in view, in degrees. */
  box() {
    let w = 180, s = 90, e = -180, n = -90;
    for (let i = 0; i <= 8; i++) {
      for (let j = 0; j <= 8; j++) {
        const [lon, lat] = degrees(this.view.x + (this.width * i) / 8 / this.view.k, this.view.y + (this.height * j) / 8 / this.view.k);
        w = Math.min(w, lon); e = Math.max(e, lon); s = Math.min(s, lat); n = Math.max(n, lat);
      }
    }
    return [w, s, e, n].map((v) => v.toFixed(3)).join(',');
  }
  async fetch(query, view) {
    const asked = new URLSearchParams(query);
    if (view) asked.set('view', view);
    try { return await data('/map.json?' + asked); } catch { return null; }
  }
  ask(wait = 140) {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      this.limit();
      const mine = this.search;
      const found = await this.fetch(new URLSearchParams(this.search), this.box());
      if (found && mine === this.search) {
        this.found = found;
        this.canvas.dataset.drawn = String(found.incidents);
        this.later();
      }
    }, wait);
  }

  later() {
    if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); });
  }
  draw() {
    this.limit();
    const c = this.context, { x, y, k } = this.view, set = colours(this.canvas);
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.fillStyle = set.sea;
    c.fillRect(0, 0, this.width, this.height);
    if (this.land) {
      c.save();
      c.scale(k, k);
      c.translate(-x, -y);
      c.fillStyle = set.land;
      c.fill(this.land, 'evenodd');
      c.strokeStyle = set.border;
      c.lineWidth = 1 / k;
      c.lineJoin = 'round';
      c.stroke(this.borders);
      c.restore();
    }
    this.marks = this.group();
    for (const mark of this.marks) [mark.x, mark.y] = [(mark.at[0] - x) * k, (mark.at[1] - y) * k];
    this.names(c, set);
    for (const mark of this.marks) {
      if (mark.list && mark.list.length === 1) dot(c, mark, set, mark.list[0].id === this.lit);
      else bubble(c, mark, set, Boolean(mark.list && mark.list.some((p) => p.id === this.lit)));
    }
  }
  /** Marks in units of the map, put together where they would overlap at its scale: worked out
      once for what the server sent and a scale, so that moving the map only moves them. */
  group() {
    if (!this.found) return [];
    const k = this.view.k;
    if (this.grouped?.found === this.found && this.grouped.k === k) return this.grouped.marks;
    const marks = [], squares = new Map();
    const square = (m, dx = 0, dy = 0) => (Math.floor((m.at[0] * k) / WIDEST) + dx) + ' ' + (Math.floor((m.at[1] * k) / WIDEST) + dy);
    for (const item of this.items()) {
      const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => squares.get(square(item, dx, dy)) || []));
      const near = around.find((m) => Math.hypot(m.at[0] - item.at[0], m.at[1] - item.at[1]) * k < (item.list ? Math.max(NEAR, m.n > 1 ? m.r + 4 : 0) : (m.r + item.r) * 0.8));
      if (near) {
        join(near, item);
        continue;
      }
      marks.push(item);
      squares.set(square(item), [...(squares.get(square(item)) || []), item]);
    }
    this.grouped = { found: this.found, k, marks: marks.sort((a, b) => b.r - a.r) };
    return marks;
  }
  /** What the server sent, cells with the most incidents first. */
  items() {
    const cells = this.found.cells.map((cell) => ({
      at: project(cell.lon, cell.lat), r: wide(cell.incidents), n: cell.incidents, families: { ...cell.families }, cells: [cell],
    }));
    const points = this.found.points.map((point) => ({
      at: project(point.lon, point.lat), r: 4 + Math.min(Math.sqrt(point.killed || 0) * 0.75, 12), n: 1, list: [point],
      families: { [point.family]: 1 }, family: point.family, hollow: COARSE.has(point.precision),
    }));
    return [...cells.sort((a, b) => b.n - a.n), ...points];
  }
  names(c, set) {
    const taken = this.marks.map((m) => [m.x, m.y, m.r * 2, m.r + 7]);
    c.font = '11px ' + set.sans;
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    for (const [name, mx, my, wide] of this.labels || []) {
      const x = (mx - this.view.x) * this.view.k, y = (my - this.view.y) * this.view.k, w = name.length * 6.4;
      if (w > wide * this.view.k * 0.92 || x < w / 2 || y < 9 || x > this.width - w / 2 || y > this.height - 9) continue;
      if (taken.some((b) => Math.abs(b[0] - x) < (b[2] + w) / 2 + 6 && Math.abs(b[1] - y) < b[3])) continue;
      taken.push([x, y, w, 15]);
      c.lineWidth = 2.5;
      c.strokeStyle = set.land;
      c.strokeText(name, x, y);
      c.fillStyle = set.name;
      c.fillText(name, x, y);
    }
  }
  /** Mark the incident that is looked at in the table. */
  light(id) {
    if (id === this.lit) return;
    this.lit = id;
    this.later();
  }

  zoom(by, px = this.width / 2, py = this.height / 2) {
    const x = this.view.x + px / this.view.k, y = this.view.y + py / this.view.k;
    this.view.k = Math.min(DEEPEST, Math.max(this.least() * 0.98, this.view.k * by));
    this.view.x = x - px / this.view.k;
    this.view.y = y - py / this.view.k;
    this.changed();
  }
  move(dx, dy) {
    this.view.x += dx / this.view.k;
    this.view.y += dy / this.view.k;
    this.changed();
  }
  changed() {
    this.moved = true;
    this.hide();
    this.later();
    if (this.only.getAttribute('aria-pressed') === 'true') {
      clearTimeout(this.chooser);
      this.chooser = setTimeout(() => { this.limit(); this.act.choose(this.box()); }, 350);
    } else this.ask();
  }
  hit(x, y) {
    let best = null, near = 8;
    for (const mark of this.marks) {
      const away = Math.hypot(mark.x - x, mark.y - y) - mark.r;
      if (away < near) { best = mark; near = away; }
    }
    return best;
  }
  /** A point opens its incident; a bubble comes closer, or is chosen where it lies in one place. */
  open(mark) {
    if (mark.list && mark.list.length === 1) { location.href = '/incidents/' + encodeURIComponent(mark.list[0].id); return; }
    const parts = mark.list || mark.cells, lons = parts.map((p) => p.lon), lats = parts.map((p) => p.lat);
    const w = Math.min(...lons), e = Math.max(...lons), s = Math.min(...lats), n = Math.max(...lats);
    if (mark.list && (Math.max(e - w, n - s) < 0.05 || this.view.k > DEEPEST * 0.98)) {
      this.moved = true;
      this.act.choose([w - 0.02, s - 0.02, e + 0.02, n + 0.02].map((v) => v.toFixed(3)).join(','));
    } else this.zoom(2.6, mark.x, mark.y);
  }
  show(mark, x, y) {
    const [first] = mark.list || [];
    this.tip.replaceChildren();
    const name = document.createElement('b');
    const text = document.createElement('bdi');
    text.textContent = mark.n === 1 && first ? first.title : this.canvas.dataset.several.replace('{n}', mark.n);
    name.append(text);
    this.tip.append(name);
    this.tip.hidden = false;
    this.tip.style.left = Math.min(x + 14, this.width - this.tip.offsetWidth - 6) + 'px';
    this.tip.style.top = Math.min(y + 14, this.height - this.tip.offsetHeight - 6) + 'px';
    this.act.light(mark.n === 1 && first ? first.id : null);
  }
  hide() {
    this.tip.hidden = true;
  }

  listen() {
    const canvas = this.canvas;
    const held = new Map();
    let start = null, spread = 0;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener('pointerdown', (event) => {
      held.set(event.pointerId, at(event));
      start = { at: at(event), far: false };
      spread = 0;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const [x, y] = at(event);
      const was = held.get(event.pointerId);
      if (!was) {
        const mark = this.hit(x, y);
        canvas.style.cursor = mark ? 'pointer' : '';
        if (mark) this.show(mark, x, y);
        else if (!this.tip.hidden) { this.hide(); this.act.light(null); }
        return;
      }
      held.set(event.pointerId, [x, y]);
      if (held.size === 2) {
        const [a, b] = [...held.values()];
        const wide = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (spread) this.zoom(wide / spread, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        spread = wide;
        start.far = true;
      } else if (start && (start.far || Math.hypot(x - start.at[0], y - start.at[1]) > 4)) {
        start.far = true;
        canvas.classList.add('drag');
        this.move(was[0] - x, was[1] - y);
      }
    });
    const end = (event) => {
      const [x, y] = at(event);
      held.delete(event.pointerId);
      canvas.classList.remove('drag');
      if (event.type === 'pointerup' && start && !start.far) {
        const mark = this.hit(x, y);
        if (mark) this.open(mark);
      }
      if (!held.size) start = null;
    };
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
    canvas.addEventListener('pointerleave', () => { this.hide(); this.act.light(null); });
    canvas.addEventListener('dblclick', (event) => this.zoom(2, ...at(event)));
    canvas.addEventListener('wheel', (event) => {
      // the page scrolls on unless the map was chosen: by a click, the keyboard, or Ctrl
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0022)), ...at(event));
    }, { passive: false });
    canvas.addEventListener('keydown', (event) => {
      const by = Math.min(this.width, this.height) / 5;
      const act = {
        ArrowLeft: () => this.move(-by, 0), ArrowRight: () => this.move(by, 0),
        ArrowUp: () => this.move(0, -by), ArrowDown: () => this.move(0, by),
        '+': () => this.zoom(1.6), '=': () => this.zoom(1.6), '-': () => this.zoom(1 / 1.6),
        0: () => this.all(), Enter: () => this.middle(),
      }[event.key];
      if (!act || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act();
    });
    canvas.parentElement.addEventListener('click', (event) => {
      const act = { in: () => this.zoom(1.7), out: () => this.zoom(1 / 1.7), fit: () => this.all(), only: () => this.choose() }[event.target.dataset?.map];
      if (act) act();
    });
  }
  middle() {
    const near = [...this.marks].sort((a, b) => Math.hypot(a.x - this.width / 2, a.y - this.height / 2) - Math.hypot(b.x - this.width / 2, b.y - this.height / 2))[0];
    if (near) this.open(near);
  }
  choose() {
    const on = this.only.getAttribute('aria-pressed') === 'true';
    this.moved = true;
    this.limit();
    this.act.choose(on ? null : this.box());
  }
  async all() {
    const whole = await this.fetch(new URLSearchParams(this.search), null);
    if (!whole) return;
    this.fitTo([...whole.points, ...whole.cells].map((m) => [m.lon, m.lat]));
    this.ask(0);
  }
}

// Filter, sort and page the table; what fits is in `hits`, in order.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($('data').textContent);
const meta = JSON.parse($('meta').textContent);
const NS = 'http://www.w3.org/2000/svg';
const PAGE = 50; // rows shown at once
const PRINTED = 150; // details printed at most
const phone = window.matchMedia('(max-width: 700px)');

/** Lower case without diacritics, so that "menaka" finds "Ménaka" and "Ménaka" "MENAKA". */
const fold = (text) => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();
const plain = (n) => (n < 1e4 ? String(n) : String(n).replace(/\B(?=(\d{3})+$)/g, '\u2009'));

function svg(name, attributes, parent) {
  const node = document.createElementNS(NS, name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (parent) parent.appendChild(node);
  return node;
}

const body = $('rows');
const made = Array.from(body.rows); // the first page; further rows wait as text
const waitingRows = $('rest') ? $('rest').textContent.split('</tr>') : [];
const first = made.length;
const names = new Array(data.length); // folded names, made when first needed
const deep = new Array(data.length); // folded sentences, read when first needed
const bySlug = new Map(data.map((d, n) => [d.i, n]));
const state = { q: '', kind: '', state: '', role: '', lang: '', from: '', to: '' };
const order = { key: 'date', up: true };
let hits = data.map((_, n) => n);
let hit = new Set(hits);
let page = 0;
let open = -1;

/** The row of incident n. */
function row(n) {
  if (!made[n]) {
    const text = waitingRows[n - first];
    const maker = document.createElement('tbody');
    maker.innerHTML = text.slice(text.indexOf('<tr ')) + '</tr>';
    made[n] = maker.firstElementChild;
  }
  return made[n];
}
function nameOf(n) {
  const d = data[n];
  if (names[n] === undefined) names[n] = fold(d.t + ' ' + d.p + ' ' + d.f + ' ' + d.d + ' ' + d.q);
  return names[n];
}
/** The sentences of an incident as folded text; its markup lies in a noscript as raw text. */
function sentences(n) {
  if (deep[n] === undefined) {
    const node = $('d' + n);
    if (!node) return ''; // the page is still being read
    const text = node.textContent;
    const parts = text.match(/<blockquote[^>]*>[^]*?<\/blockquote>/g) || [];
    deep[n] = fold(parts.join(' ').replace(/<[^>]*>/g, '')
      .replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&'));
  }
  return deep[n];
}

const ordinal = (iso) => Math.floor(Date.parse(iso + 'T00:00:00Z') / 864e5) + 719163;
const iso = (n) => new Date((n - 719163) * 864e5).toISOString().slice(0, 10);

function matches(n, words, from, to) {
  const d = data[n];
  if (state.kind && state.kind !== 'k:' + d.k && state.kind !== 'f:' + d.f) return false;
  if (state.state && state.state !== d.c) return false;
  if (state.role && (state.role === 'main') !== (d.m === 1)) return false;
  if (state.lang && !d.l.includes(state.lang)) return false;
  if (from !== null && !(d.b >= from)) return false;
  if (to !== null && !(d.a <= to)) return false;
  return words.every((w) => nameOf(n).includes(w) || sentences(n).includes(w));
}

const STATES = ['conflicting', 'assumed', 'unknown', 'single', 'agreed', 'human'];
const keys = {
  date: (d) => (d.a === undefined ? Infinity : d.a),
  what: (d) => fold(d.t + ' ' + d.p),
  killed: (d) => d.n,
  injured: (d) => d.j,
  other: (d) => d.o,
  sources: (d) => d.w,
  state: (d) => STATES.indexOf(d.c),
};
const sortKeys = {}; // computed once a column

function sorted(list) {
  const values = sortKeys[order.key] || (sortKeys[order.key] = data.map(keys[order.key]));
  const sign = order.up ? 1 : -1;
  return list.sort((a, b) => {
    const x = values[a], y = values[b];
    if (x === y) return a - b;
    if (order.key === 'date' && (x === Infinity || y === Infinity)) return x === Infinity ? 1 : -1;
    return (x < y ? -1 : 1) * sign;
  });
}

function update(keepPage) {
  const words = fold(state.q).split(/\s+/).filter(Boolean).slice(0, 12);
  const from = state.from ? ordinal(state.from) : null;
  const to = state.to ? ordinal(state.to) : null;
  const found = [];
  for (let n = 0; n < data.length; n++) if (matches(n, words, from, to)) found.push(n);
  hits = sorted(found);
  hit = new Set(hits);
  if (!keepPage) page = 0;
  showTable();
  drawMarks();
  paintTimeline();
  for (const item of document.querySelectorAll('.qlist > li')) {
    item.hidden = !hit.has(Number(item.dataset.n));
  }
  tally();
  for (const field of document.querySelectorAll('#fs [data-f]')) field.classList.toggle('on', !!field.value);
}

function tally() {
  const all = hits.length === data.length;
  const noun = data.length === 1 ? ' incident' : ' incidents';
  $('count').textContent = all ? plain(data.length) + noun : plain(hits.length) + ' of ' + plain(data.length) + noun;
}
function showTable() {
  const pages = Math.max(1, Math.ceil(hits.length / PAGE));
  page = Math.min(page, pages - 1);
  const shown = hits.slice(page * PAGE, (page + 1) * PAGE);
  body.replaceChildren(...shown.map(row));
  shown.forEach((n, at) => { row(n).querySelector('a').tabIndex = at ? -1 : 0; });
  $('nohit').hidden = hits.length > 0;
  $('table').hidden = hits.length === 0;
  $('page').textContent = hits.length ? plain(page * PAGE + 1) + '–' + plain(page * PAGE + shown.length) + ' of ' + plain(hits.length) : '';
  document.querySelector('.pager').classList.toggle('one', pages < 2);
  $('prev').disabled = page === 0;
  $('next').disabled = page >= pages - 1;
}

function turn(by) {
  page += by;
  showTable();
  $('incidents').scrollIntoView({ block: 'start' });
}
$('prev').addEventListener('click', () => turn(-1));
$('next').addEventListener('click', () => turn(1));

let waiting = 0;
$('q').addEventListener('input', (event) => {
  state.q = event.target.value;
  clearTimeout(waiting);
  waiting = setTimeout(update, data.length > 500 ? 120 : 0);
});
$('filters').addEventListener('change', (event) => {
  const name = event.target.dataset.f;
  if (name) { state[name] = event.target.value; update(); }
});
$('filters').addEventListener('submit', (event) => event.preventDefault());
$('filters').addEventListener('reset', () => {
  for (const key in state) state[key] = '';
  setTimeout(update, 0);
});
$('clear').addEventListener('click', () => { $('filters').reset(); $('q').focus(); });
$('more').addEventListener('click', () => {
  const on = $('fs').classList.toggle('on');
  $('more').setAttribute('aria-expanded', String(on));
});
document.querySelector('thead').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const key = button.dataset.sort;
  order.up = order.key === key ? !order.up : key === 'date' || key === 'what' || key === 'state';
  order.key = key;
  for (const head of document.querySelectorAll('thead th')) head.removeAttribute('aria-sort');
  button.parentNode.setAttribute('aria-sort', order.up ? 'ascending' : 'descending');
  update();
});

body.addEventListener('click', (event) => {
  const tr = event.target.closest('tr');
  if (!tr || event.target.closest('a') || String(getSelection())) return;
  location.hash = 'i-' + data[tr.dataset.n].i;
});
body.addEventListener('keydown', (event) => {
  const tr = event.target.closest('tr');
  const shown = Array.from(body.rows);
  const at = shown.indexOf(tr);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  if (shown[to]) { focusRow(shown[to]); return; }
  if (to < 0 && page > 0) { page--; showTable(); focusRow(body.rows[body.rows.length - 1]); }
  if (to > at && (page + 1) * PAGE < hits.length) { page++; showTable(); focusRow(body.rows[0]); }
});
function focusRow(tr) {
  for (const a of body.querySelectorAll('th a')) a.tabIndex = -1;
  const a = tr.querySelector('a');
  a.tabIndex = 0;
  a.focus();
}
body.addEventListener('pointerover', (event) => {
  const tr = event.target.closest('tr');
  if (tr) light(Number(tr.dataset.n));
});
body.addEventListener('pointerleave', () => light(-1));
body.addEventListener('focusin', (event) => light(Number(event.target.closest('tr').dataset.n)));

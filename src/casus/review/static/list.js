// The incidents page: table, timeline and map show one selection; choosing on one changes all.
import { WorldMap } from './map.js';
import { timeline } from './timeline.js';

const list = document.getElementById('list');
const form = document.getElementById('filters');
const map = new WorldMap(document.getElementById('map'), document.getElementById('tip'), {
  choose: (box) => go(changed({ box, page: null })),
  light: (id) => light(id),
});
let asked = 0;

/** The address with some parameters of the selection changed; null takes one out. */
function changed(values) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return location.pathname + (text ? '?' + text : '');
}

async function go(url, { push = true, focus = null, fresh = false } = {}) {
  const mine = ++asked;
  list.setAttribute('aria-busy', 'true');
  let answer;
  try {
    answer = await fetch(url, { headers: { 'X-Part': 'list' } });
  } catch { /* the server is away: the browser's own page says so */ }
  if (mine !== asked) return;
  if (!answer || !answer.ok || answer.redirected) { location.href = url; return; }
  const part = await answer.text();
  if (mine !== asked) return;
  // markup of this application, made by its own templates, escaped there
  list.replaceChildren(new DOMParser().parseFromString(part, 'text/html').body);
  list.firstElementChild.replaceWith(...list.firstElementChild.childNodes);
  list.removeAttribute('aria-busy');
  if (push) history.pushState(null, '', url);
  drawn();
  if (fresh) map.ask(0);
  else {
    fill();
    map.select(location.search);
  }
  if (focus) list.querySelector(focus)?.focus();
}

/** The form shows what the address says. */
function fill() {
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (!field.name) continue;
    const value = query.get(field.name) || '';
    if (field.type === 'checkbox') field.checked = value === field.value;
    else if (field.type === 'hidden') {
      field.disabled = !value;
      field.value = value;
    } else field.value = value;
    field.closest('label')?.classList.toggle('on', field.type !== 'checkbox' && field.type !== 'hidden' && value !== '');
  }
}

function drawn() {
  timeline(document.getElementById('time'), (since, until) => go(changed({ since, until, page: null })));
  sessionStorage.setItem('casus:list', location.search);
}

function fromForm() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  const text = query.toString();
  go(form.getAttribute('action') + (text ? '?' + text : ''));
}
form.addEventListener('submit', (event) => { event.preventDefault(); fromForm(); });
form.addEventListener('change', (event) => { if (event.target.type !== 'search') fromForm(); });
let later = 0;
form.elements.q.addEventListener('input', () => { clearTimeout(later); later = setTimeout(fromForm, 250); });

list.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.href.baseVal ?? link.href, location.href);
  if (url.origin !== location.origin || url.pathname !== '/incidents') return;
  event.preventDefault();
  go(url.pathname + url.search);
});
addEventListener('popstate', () => go(location.pathname + location.search, { push: false }));

// rows: arrows go up and down, Enter opens the link that has the focus
const links = () => [...list.querySelectorAll('.incidents .what a')];
document.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  // from the search field one goes straight down into what it found
  const searching = event.target === form.elements.q && event.key.startsWith('Arrow');
  if (!searching && event.target.closest('input, select, textarea, canvas, summary')) return;
  const all = links();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, at + step))].focus();
});
for (const kind of ['focusin', 'pointerover']) {
  list.addEventListener(kind, (event) => map.light(event.target.closest?.('tr[data-id]')?.dataset.id || null));
}
function light(id) {
  for (const row of list.querySelectorAll('tr.at')) row.classList.remove('at');
  if (id) list.querySelector(`tr[data-id="${CSS.escape(id)}"]`)?.classList.add('at');
}

// what came in while one looks: rows that are new or otherwise now light up, the rest stays where it is
document.addEventListener('casus:changed', async (event) => {
  if (list.querySelector('details[open]')) return;
  event.preventDefault();
  const told = () => new Map([...list.querySelectorAll('tr[data-id]')].map((row) => [row.dataset.id, row.textContent]));
  const before = told(), at = document.activeElement?.closest('tr[data-id]')?.dataset.id;
  await go(location.pathname + location.search, { push: false, fresh: true, focus: at ? `tr[data-id="${CSS.escape(at)}"] a` : null });
  for (const [id, text] of told()) {
    if (before.get(id) !== text) list.querySelector(`tr[data-id="${CSS.escape(id)}"]`).classList.add('fresh');
  }
  const live = document.getElementById('live');
  live.textContent = live.dataset.told;
});

drawn();
map.select(location.search);

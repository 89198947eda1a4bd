// A document: words selected in the text fill the form for something missed, by mouse or by keys.
import { data } from './net.js';

const text = document.getElementById('text');
const form = document.getElementById('missed');
const LONGEST = 1000;

/** Code points from the beginning of the text to a point of a selection. */
function offset(node, within) {
  const span = (node.nodeType === 3 ? node.parentElement : node).closest('[data-at]');
  if (!span) return null;
  return Number(span.dataset.at) + [...(node.textContent || '').slice(0, within)].length;
}

/** What is selected goes into the form: a figure also as a number. */
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const told = range.toString(), words = told.trim();
  const start = offset(range.startContainer, range.startOffset);
  if (start === null || !words || words.length > LONGEST) return;
  form.closest('details').open = true;
  form.elements.words.value = words;
  form.elements.start.value = start + [...told.slice(0, told.indexOf(words))].length;
  const number = words.match(/\p{Nd}+/u);
  if (number && /^[0-9]+$/.test(number[0])) { form.elements.low.value = number[0]; form.elements.high.value = number[0]; }
  if (form.elements.field.value === 'where') places(words);
}

// -- what the chosen field needs -------------------------------------------------------------

/** Only that is asked for and sent. */
function fit() {
  const field = form.elements.field.value;
  for (const part of form.querySelectorAll('[data-for]')) {
    part.hidden = part.disabled = !part.dataset.for.split(' ').includes(field);
  }
  if (field === 'where') places(form.elements.words.value);
}

const name = document.getElementById('place-name');
let asked = 0;
async function places(words) {
  const list = form.elements.place, mine = ++asked;
  name.value = words;
  const found = words ? (await data('/places.json?name=' + encodeURIComponent(words)).catch(() => null))?.places : [];
  if (mine !== asked) return;
  const made = (found || []).map((place) => Object.assign(new Option(place.text, place.code), { country: place.country }));
  list.replaceChildren(...(made.length ? made : [new Option(list.dataset.none, '')]));
  elsewhere();
}

/** Incidents on record, or missed in other reports, of about these days in this country. */
async function elsewhere() {
  const { same, since, place, field } = form.elements, country = place.selectedOptions[0]?.country;
  const day = Date.parse(since.value), near = (days) => new Date(day + days * 864e5).toISOString().slice(0, 10);
  if (field.value !== 'incident' || !country || Number.isNaN(day)) return;
  const [listed, said] = await Promise.all([
    data('/incidents.json?' + new URLSearchParams({ country, since: near(-3), until: near(3) })).catch(() => null),
    data('/corrections.json').catch(() => null),
  ]);
  const own = form.elements.document.value;
  const missed = (said?.corrections || []).filter(({ correction: c, standing, document }) => standing && document !== own
    && c.field === 'incident' && c.country === country && Math.abs(Date.parse(c.since) - day) <= 3 * 864e5);
  const kinds = Object.fromEntries([...form.elements.kind.options].map((kind) => [kind.value, kind.text]));
  same.replaceChildren(same.options[0],
    ...(listed?.rows || []).map((row) => new Option(`${kinds[row.kind] || row.kind}, ${row.place}`, row.id)),
    ...missed.map((m) => new Option(`${kinds[m.correction.kind]}, ${m.correction.place}: ${m.title}`, `${m.document}@${m.correction.start}`)));
}

// -- selecting by keys -----------------------------------------------------------------------

const pieces = {};
/** Where words and sentences begin and end, in UTF-16 units of the whole text. */
function cut(granularity) {
  return pieces[granularity] ||= [...new Intl.Segmenter(text.lang || undefined, { granularity }).segment(text.textContent)]
    .filter((piece) => (granularity === 'word' ? piece.isWordLike : piece.segment.trim()))
    .map((piece) => [piece.index, piece.index + piece.segment.trimEnd().length]);
}
/** A point of the text for a Range, from UTF-16 units. */
function point(at, end) {
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let node = walk.nextNode(), before = 0;
  while (node && (end ? before + node.length < at : before + node.length <= at)) { before += node.length; node = walk.nextNode(); }
  return [node, at - before];
}
let from = 0, to = 0;
function select(start, end) {
  [from, to] = [start, end];
  getSelection().setBaseAndExtent(...point(start, false), ...point(end, true));
  getSelection().focusNode.parentElement.scrollIntoView({ block: 'nearest' });
}
function walk(event) {
  const forward = text.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const granularity = event.key === 'ArrowUp' || event.key === 'ArrowDown' ? 'sentence' : 'word';
  const ahead = event.key === forward || event.key === 'ArrowDown', all = cut(granularity);
  if (event.shiftKey && ahead) to = all.find(([, end]) => end > to)?.[1] ?? to;
  else if (event.shiftKey) to = Math.max(all.findLast(([, end]) => end < to)?.[1] ?? to, all.find(([, end]) => end > from)[1]);
  else [from, to] = (ahead ? all.find(([start]) => start >= to) : all.findLast(([, end]) => end <= from)) ?? [from, to];
  if (to > from) select(from, to);
}

if (text && form) {
  document.addEventListener('selectionchange', chosen);
  text.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith('Arrow')) walk(event);
    else if (event.key === 'Enter') {
      form.closest('details').open = true;
      form.elements.field.focus();
    }
    else return;
    event.preventDefault();
  });
  form.elements.words.addEventListener('input', () => { form.elements.start.value = ''; });
  form.elements.field.addEventListener('change', fit);
  form.elements.place.addEventListener('change', elsewhere);
  form.elements.since.addEventListener('change', elsewhere);
  let later = 0;
  name.addEventListener('input', () => { clearTimeout(later); later = setTimeout(() => places(name.value), 200); });
  fit();
}

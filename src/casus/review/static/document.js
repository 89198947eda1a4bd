// A document: words selected in the text fill the form for something missed.
import { data } from './net.js';

const text = document.getElementById('text');
const form = document.getElementById('missed');

/** Code points from the beginning of the text to a point of a selection. */
function offset(node, within) {
  const span = (node.nodeType === 3 ? node.parentElement : node).closest('[data-at]');
  if (!span) return null;
  return Number(span.dataset.at) + [...(node.textContent || '').slice(0, within)].length;
}

/** Only what the chosen field needs is asked for and sent. */
function fit() {
  const field = form.elements.field.value;
  for (const part of form.querySelectorAll('[data-for]')) {
    part.hidden = part.disabled = !part.dataset.for.split(' ').includes(field);
  }
  if (field === 'where') places(form.elements.words.value);
  if (field === 'voice') belong();
}
/** A voice belongs to the account of the figure that it says. */
function belong() {
  const figure = form.elements.claim.selectedOptions[0];
  if (figure) form.elements.account.value = figure.dataset.account;
}

const name = document.getElementById('place-name');
let asked = 0;
async function places(words) {
  const list = form.elements.place, mine = ++asked;
  name.value = words;
  const found = words ? (await data('/places.json?name=' + encodeURIComponent(words)).catch(() => null))?.places : [];
  if (mine !== asked) return;
  const made = (found || []).map((place) => new Option(place.text, place.code));
  list.replaceChildren(...(made.length ? made : [new Option(list.dataset.none, '')]));
}

if (text && form) {
  document.addEventListener('selectionchange', () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const words = chosen.toString().trim();
    if (start === null || !words || words.length > 300) return;
    form.elements.words.value = words;
    form.elements.start.value = start;
    const number = words.match(/\p{Nd}+/u);
    if (number && /^[0-9]+$/.test(number[0])) { form.elements.low.value = number[0]; form.elements.high.value = number[0]; }
    if (form.elements.field.value === 'where') places(words);
  });
  form.elements.words.addEventListener('input', () => { form.elements.start.value = ''; });
  form.elements.field.addEventListener('change', fit);
  form.elements.claim.addEventListener('change', belong);
  let later = 0;
  name.addEventListener('input', () => { clearTimeout(later); later = setTimeout(() => places(name.value), 200); });
  fit();
}

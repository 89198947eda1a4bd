// What every page has: forms that send themselves, keys, news of changed records.
import { token } from './net.js';

document.documentElement.classList.add('script');
for (const field of document.querySelectorAll('[data-send]')) {
  field.addEventListener('change', () => field.form.requestSubmit());
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!field) return;
  event.preventDefault();
  if (field.matches('input, select, textarea, [tabindex]')) field.focus();
  else field.click();
});

export function typing(node) {
  return node instanceof Element && node.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]');
}

// Records change while `casus watch` runs or a colleague decides.
const pages = { incidents: './list.js', queue: './queue.js', document: './document.js' };
const name = document.body.dataset.page;
if (pages[name]) import(pages[name]);

let version = null;
async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch('/session.json', { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const told = await answer.json();
    const applying = document.getElementById('applying');
    if (applying && !told.applying) location.reload();
    if (version !== null && told.version !== version) {
      // a page that can bring itself up to date does; any other only says that it is old
      if (document.dispatchEvent(new CustomEvent('casus:changed', { cancelable: true }))) {
        const news = document.getElementById('news');
        news.querySelector('a').href = location.href;
        news.hidden = false;
      }
    }
    version = told.version;
  } catch { /* the server is away; the next look tells */ }
}
if (token) {
  look();
  setInterval(look, 4000);
}

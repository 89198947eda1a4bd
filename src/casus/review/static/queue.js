// The queue by keyboard: one item is at hand; s, d, u decide it, j and k walk, Enter opens.
import { typing } from './main.js';

const items = [...document.querySelectorAll('.wait')];
let at = -1;

function hold(n) {
  if (!items.length) return;
  at = Math.max(0, Math.min(items.length - 1, n));
  items.forEach((item, i) => item.classList.toggle('at', i === at));
  items[at].focus({ preventScroll: true });
  items[at].scrollIntoView({ block: 'nearest' });
}
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === 'Enter' && event.target.closest('a, button, summary')) return;
  const walk = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (walk) {
    event.preventDefault();
    hold(at + walk);
    return;
  }
  const act = { s: 'same', d: 'different', u: 'unsure', Enter: 'open', o: 'open' }[event.key];
  const button = act && items[at]?.querySelector(`[data-do="${act}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
if (!document.querySelector('#kept')) hold(0);
else if (items.length) { at = 0; items[0].classList.add('at'); }
if (document.querySelector('[data-again]')) setTimeout(() => location.reload(), 2500);

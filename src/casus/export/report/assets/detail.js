// The panel with one incident in full, and the keys of the page.
const panel = $('panel');
let opener = null;

/** Run once the file has been read to its end. */
function whole(then) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', then);
  else then();
}
function show(n) {
  if (!$('d' + n)) { whole(route); return; }
  if (open < 0) opener = document.activeElement;
  open = n;
  // the same escaped markup that a page without a script shows
  $('pbody').innerHTML = $('d' + n).textContent;
  const modal = phone.matches;
  if (!panel.open) { if (modal) panel.showModal(); else panel.show(); }
  panel.setAttribute('aria-modal', String(modal));
  panel.scrollTop = 0;
  // else the browser scrolls to the address's target, below the panel's bar
  panel.querySelector('article').removeAttribute('id');
  const head = panel.querySelector('h2');
  panel.setAttribute('aria-labelledby', head.id);
  head.focus({ preventScroll: true });
  const at = hits.indexOf(n);
  $('pos').textContent = at < 0 ? '' : plain(at + 1) + ' of ' + plain(hits.length);
  $('pprev').disabled = at < 1;
  $('pnext').disabled = at < 0 || at >= hits.length - 1;
  select();
}
function hide() {
  if (open < 0) return;
  const n = open;
  open = -1;
  panel.close();
  $('pbody').replaceChildren();
  if (location.hash) {
    try { history.replaceState(null, '', location.pathname + location.search); } catch (e) { location.hash = ''; }
  }
  select();
  const at = hits.indexOf(n);
  if (opener && opener !== document.body && opener.isConnected && !panel.contains(opener)) {
    opener.focus({ preventScroll: true });
  } else if (at >= 0) {
    if (!row(n).isConnected) { page = Math.floor(at / PAGE); showTable(); }
    focusRow(row(n));
  }
}
function step(by) {
  const n = hits[hits.indexOf(open) + by];
  if (n === undefined) return;
  history.replaceState(null, '', '#i-' + data[n].i);
  show(n);
}
function select() {
  for (const node of document.querySelectorAll('.sel')) node.classList.remove('sel');
  if (open < 0) return;
  row(open).classList.add('sel');
  for (const node of nodesOf(open)) node.classList.add('sel');
}
function route() {
  const slug = location.hash.startsWith('#i-') ? location.hash.slice(3) : '';
  const n = slug ? bySlug.get(slug) : undefined;
  if (n === undefined) hide(); else show(n);
}
window.addEventListener('hashchange', route);
$('pclose').addEventListener('click', hide);
$('pprev').addEventListener('click', () => step(-1));
$('pnext').addEventListener('click', () => step(1));
panel.addEventListener('cancel', (event) => { event.preventDefault(); hide(); });
document.addEventListener('click', (event) => {
  // a second click on the link of the open incident changes no address
  const a = event.target.closest && event.target.closest('a[href^="#i-"]');
  if (a && a.getAttribute('href') === location.hash && open < 0) route();
});
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === 'Escape') {
    if (!tip.hidden) { hideTip(); return; }
    if (open >= 0) { event.preventDefault(); hide(); return; }
    if (event.target.id === 'q' && state.q) { event.target.value = state.q = ''; update(); }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') { event.preventDefault(); if (open >= 0 && phone.matches) hide(); $('q').focus(); $('q').select(); }
  if (open >= 0 && panel.contains(event.target)) {
    if (event.key === 'ArrowLeft') step(-1);
    if (event.key === 'ArrowRight') step(1);
  }
});

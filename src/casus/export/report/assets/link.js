// What is pointed at in one view lights up in the others; the tooltip.
const tip = $('tip');
let lit = [];
function nodesOf(n) {
  const out = [];
  if (markOf.has(n)) out.push(markOf.get(n));
  if (barOf[n]) out.push(barOf[n]);
  return out;
}
function light(n) {
  for (const node of lit) node.classList.remove('hi');
  lit = n < 0 ? [] : nodesOf(n).concat(row(n));
  for (const node of lit) node.classList.add('hi');
}
function place(x, y) {
  tip.hidden = false;
  const w = tip.offsetWidth, h = tip.offsetHeight;
  tip.style.left = Math.max(6, Math.min(x + 14, innerWidth - w - 6)) + 'px';
  tip.style.top = (y + 18 + h > innerHeight ? Math.max(6, y - h - 12) : y + 18) + 'px';
}
function line(parent, tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  parent.appendChild(node);
  return node;
}
function fillTip(list) {
  tip.replaceChildren();
  tip.classList.remove('pin');
  if (list.length === 1) {
    const d = data[list[0]];
    line(tip, 'b', d.t);
    line(tip, 'span', d.p).dir = 'auto';
    line(tip, 'span', d.d + (d.v ? ' · killed ' + d.v : '') + (d.m ? '' : ' · recalled'));
    if (d.c === 'conflicting') line(tip, 'span', 'Reports disagree');
    return;
  }
  const killed = list.reduce((sum, n) => sum + Math.max(0, data[n].n), 0);
  line(tip, 'b', plain(list.length) + ' incidents');
  line(tip, 'span', (killed ? plain(killed) + ' killed · ' : '') + 'click to look closer');
}
function hideTip() { tip.hidden = true; tip.classList.remove('pin'); }
function pinTip(list, x, y) {
  tip.replaceChildren();
  tip.classList.add('pin');
  line(tip, 'b', plain(list.length) + ' incidents here');
  for (const n of list.slice(0, 60)) {
    line(tip, 'a', data[n].d + ', ' + data[n].t + (data[n].v ? ', killed ' + data[n].v : '')).href = '#i-' + data[n].i;
  }
  if (list.length > 60) line(tip, 'span', 'and ' + plain(list.length - 60) + ' more in the table');
  place(x, y);
  tip.querySelector('a').focus({ preventScroll: true });
}
tip.addEventListener('click', (event) => { if (event.target.closest('a')) hideTip(); });
document.addEventListener('pointerdown', (event) => { if (!tip.contains(event.target)) hideTip(); });

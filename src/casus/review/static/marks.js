// Drawing marks: a dot for an incident, a bubble with a ring of families for several.
const FAMILIES = ['violence', 'unrest', 'disaster', 'accident'];

export function colours(node) {
  const style = getComputedStyle(node);
  const set = { sans: style.getPropertyValue('--sans') };
  for (const name of [...FAMILIES, 'sea', 'land', 'border', 'name', 'card', 'ink', 'accent']) set[name] = style.getPropertyValue('--' + name).trim();
  return set;
}

export function dot(c, mark, set, lit) {
  c.beginPath();
  c.arc(mark.x, mark.y, mark.r, 0, 7);
  c.globalAlpha = mark.hollow ? 0.55 : 0.75;
  c.fillStyle = mark.hollow ? set.card : set[mark.family];
  c.fill();
  c.globalAlpha = 1;
  c.lineWidth = mark.hollow ? 2 : 1.25;
  c.strokeStyle = mark.hollow ? set[mark.family] : set.card;
  c.stroke();
  if (lit) halo(c, mark, set);
}

export function bubble(c, mark, set, lit) {
  c.beginPath();
  c.arc(mark.x, mark.y, mark.r, 0, 7);
  c.globalAlpha = 0.93;
  c.fillStyle = set.card;
  c.fill();
  c.globalAlpha = 1;
  let from = -Math.PI / 2;
  c.lineWidth = 3.5;
  for (const family of FAMILIES) {
    const share = (mark.families[family] || 0) / mark.n;
    if (!share) continue;
    c.beginPath();
    c.arc(mark.x, mark.y, mark.r, from, from + share * 2 * Math.PI);
    c.strokeStyle = set[family];
    c.stroke();
    from += share * 2 * Math.PI;
  }
  c.fillStyle = set.ink;
  c.font = '600 11px ' + set.sans;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillText(mark.n < 10000 ? mark.n : Math.round(mark.n / 1000) + 'k', mark.x, mark.y + 0.5);
  if (lit) halo(c, mark, set);
}

function halo(c, mark, set) {
  c.beginPath();
  c.arc(mark.x, mark.y, mark.r + 4, 0, 7);
  c.lineWidth = 2.25;
  c.strokeStyle = set.accent;
  c.stroke();
}

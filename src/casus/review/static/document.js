// A document: words selected in the text fill the form for a missed claim.
const text = document.getElementById('text');
const form = document.getElementById('missed');

/** Code points from the beginning of the text to a point of a selection. */
function offset(node, within) {
  const span = (node.nodeType === 3 ? node.parentElement : node).closest('[data-at]');
  if (!span) return null;
  return Number(span.dataset.at) + [...(node.textContent || '').slice(0, within)].length;
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
  });
  form.elements.words.addEventListener('input', () => { form.elements.start.value = ''; });
}

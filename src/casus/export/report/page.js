(function () {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($('data').textContent);
  const meta = JSON.parse($('meta').textContent);
  const NS = 'http://www.w3.org/2000/svg';
  const PAGE = 50; // rows shown at once
  const PRINTED = 150; // details printed at most
  const phone = window.matchMedia('(max-width: 700px)');

  /** Lower case without diacritics, so that "menaka" finds "Ménaka" and "Ménaka" "MENAKA". */
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase();
  const plain = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u2009');

  function svg(name, attributes, parent) {
    const node = document.createElementNS(NS, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (parent) parent.appendChild(node);
    return node;
  }

  // ---------------------------------------------------------------- filter and sort
  const body = $('rows');
  const rows = Array.from(body.rows);
  const names = data.map((d) => fold(d.t + ' ' + d.p + ' ' + d.f + ' ' + d.d + ' ' + d.q));
  const deep = new Array(data.length); // folded sentences, read when first needed
  const bySlug = new Map(data.map((d, n) => [d.i, n]));
  const state = { q: '', kind: '', state: '', role: '', lang: '', from: '', to: '' };
  const order = { key: 'date', up: true };
  let hits = data.map((_, n) => n);
  let hit = new Set(hits);
  let page = 0;
  let open = -1;

  /** The sentences of an incident as folded text; its markup lies in a noscript as raw text. */
  function sentences(n) {
    if (deep[n] === undefined) {
      const text = $('d' + n).textContent;
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
    return words.every((w) => names[n].includes(w) || sentences(n).includes(w));
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
    const filtered = hits.length !== data.length;
    $('count').textContent = filtered ? plain(hits.length) + ' of ' + plain(data.length) + ' incidents' : '';
    for (const field of document.querySelectorAll('#fs [data-f]')) field.classList.toggle('on', !!field.value);
  }

  function showTable() {
    const pages = Math.max(1, Math.ceil(hits.length / PAGE));
    page = Math.min(page, pages - 1);
    const shown = hits.slice(page * PAGE, (page + 1) * PAGE);
    body.replaceChildren(...shown.map((n) => rows[n]));
    shown.forEach((n, at) => { rows[n].querySelector('a').tabIndex = at ? -1 : 0; });
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

  // ---------------------------------------------------------------- rows
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

  // ---------------------------------------------------------------- detail
  const panel = $('panel');
  let opener = null;

  function show(n) {
    if (open < 0) opener = document.activeElement;
    open = n;
    // the same escaped markup that a page without a script shows
    $('pbody').innerHTML = $('d' + n).textContent;
    const modal = phone.matches;
    if (!panel.open) { if (modal) panel.showModal(); else panel.show(); }
    panel.setAttribute('aria-modal', String(modal));
    panel.scrollTop = 0;
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
      if (!rows[n].isConnected) { page = Math.floor(at / PAGE); showTable(); }
      focusRow(rows[n]);
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
    rows[open].classList.add('sel');
    for (const node of nodesOf(open)) node.classList.add('sel');
  }
  function route() {
    const slug = location.hash.startsWith('#i-') ? decodeURIComponent(location.hash.slice(3)) : '';
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

  // ---------------------------------------------------------------- linking the views
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
    lit = n < 0 ? [] : nodesOf(n).concat(rows[n]);
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

  // ---------------------------------------------------------------- map
  const map = $('map'), ground = $('ground'), marks = $('marks'), namesLayer = $('names');
  const placed = data.map((d, n) => n).filter((n) => data[n].x !== undefined)
    .sort((a, b) => data[b].r - data[a].r || a - b);
  const markOf = new Map(); // incident → its mark or bubble
  const view = { x: 0, y: 0, k: 1 }; // map units at the left upper corner, pixels per unit
  const DEEPEST = 1.6; // pixels per unit: closer, the outlines are coarser than they look
  const REACH = 20; // pixels within which marks are one cluster
  const ALONE = 6; // as many marks are laid side by side; more become a bubble
  let width = 1, height = 1;

  function measure() {
    width = map.clientWidth || 1;
    height = map.clientHeight || 1;
    map.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
  }
  const least = () => Math.max(width / 36000, height / 17300) * 0.98;
  function limit() {
    view.k = Math.min(DEEPEST, Math.max(least(), view.k));
    const w = width / view.k, h = height / view.k;
    view.x = w > 36000 ? -w / 2 : Math.max(-18000, Math.min(18000 - w, view.x));
    view.y = h > 17500 ? -h / 2 : Math.max(-8770, Math.min(8770 - h, view.y));
  }
  function fitTo(list) {
    if (!list.length) { view.k = least(); view.x = -width / view.k / 2; view.y = -height / view.k / 2 - 400; return draw(); }
    let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
    for (const n of list) {
      x0 = Math.min(x0, data[n].x); x1 = Math.max(x1, data[n].x);
      y0 = Math.min(y0, data[n].y); y1 = Math.max(y1, data[n].y);
    }
    const pad = Math.min(70, width * 0.12);
    view.k = Math.min((width - 2 * pad) / Math.max(x1 - x0, 1), (height - 2 * pad) / Math.max(y1 - y0, 1), width / 1400);
    view.k = Math.max(view.k, least());
    view.x = (x0 + x1) / 2 - width / view.k / 2;
    view.y = (y0 + y1) / 2 - height / view.k / 2;
    draw();
  }
  function zoom(by, px, py) {
    const x = view.x + px / view.k, y = view.y + py / view.k;
    view.k = Math.min(DEEPEST, Math.max(least(), view.k * by));
    view.x = x - px / view.k;
    view.y = y - py / view.k;
    later();
  }
  let frame = 0;
  function later() {
    if (!frame) frame = requestAnimationFrame(() => { frame = 0; draw(); });
  }
  function draw() {
    limit();
    ground.setAttribute('transform', 'scale(' + view.k + ')translate(' + -view.x + ' ' + -view.y + ')');
    drawNames();
    drawMarks();
    drawScale();
  }
  function drawNames() {
    const boxes = [];
    namesLayer.replaceChildren();
    for (const [name, mx, my, w] of meta.names) {
      const wide = name.length * 7.4;
      const x = (mx - view.x) * view.k, y = (my - view.y) * view.k;
      if (wide > w * view.k * 0.92 || x < wide / 2 || y < 8 || x > width - wide / 2 || y > height - 8) continue;
      if (boxes.some((b) => Math.abs(b[0] - x) < (b[2] + wide) / 2 + 6 && Math.abs(b[1] - y) < 16)) continue;
      boxes.push([x, y, wide]);
      svg('text', { x: x.toFixed(1), y: y.toFixed(1) }, namesLayer).textContent = name;
    }
  }
  function drawScale() {
    const km = (90 / view.k) * meta.km;
    const power = Math.pow(10, Math.floor(Math.log10(km)));
    const nice = [5, 2, 1].map((s) => s * power).find((s) => s <= km);
    $('bar').style.width = (nice / meta.km) * view.k + 'px';
    $('km').textContent = plain(nice) + ' km';
  }
  /** Groups of marks that would overlap, the largest first; each holds its incidents. */
  function clusters() {
    const cells = new Map(), out = [];
    for (const n of placed) {
      if (!hit.has(n)) continue;
      const x = (data[n].x - view.x) * view.k, y = (data[n].y - view.y) * view.k;
      if (x < -60 || y < -60 || x > width + 60 || y > height + 60) continue;
      const cx = Math.floor(x / REACH), cy = Math.floor(y / REACH);
      let best = null, near = REACH;
      for (let i = cx - 1; i <= cx + 1; i++) {
        for (let j = cy - 1; j <= cy + 1; j++) {
          for (const c of cells.get(i * 100003 + j) || []) {
            const away = Math.hypot(c.x - x, c.y - y);
            if (away < near) { near = away; best = c; }
          }
        }
      }
      if (best) { best.list.push(n); continue; }
      const made = { x, y, list: [n] };
      out.push(made);
      const key = cx * 100003 + cy;
      if (cells.has(key)) cells.get(key).push(made); else cells.set(key, [made]);
    }
    return out;
  }
  function drawMarks() {
    markOf.clear();
    marks.replaceChildren();
    for (const c of clusters()) if (c.list.length > ALONE) bubble(c); else sideBySide(c);
    select();
  }
  function sideBySide(c) {
    const laid = [];
    for (const n of c.list) {
      const d = data[n];
      const x0 = (d.x - view.x) * view.k, y0 = (d.y - view.y) * view.k;
      let x = x0, y = y0;
      for (let s = 1; s < 400 && laid.some((p) => Math.hypot(p[0] - x, p[1] - y) < p[2] + d.r + 1.5); s++) {
        x = x0 + 1.1 * Math.sqrt(s) * 1.6 * Math.cos(s * 2.39996);
        y = y0 + 1.1 * Math.sqrt(s) * 1.6 * Math.sin(s * 2.39996);
        if (s > 200) { x = x0 + (s - 195) * 0.9 * Math.cos(s * 2.39996); y = y0 + (s - 195) * 0.9 * Math.sin(s * 2.39996); }
      }
      laid.push([x, y, d.r]);
      const a = svg('a', { href: '#i-' + d.i, tabindex: -1, class: d.m ? '' : 'bgd', 'aria-label': d.t + ', ' + d.p + ', ' + d.d }, marks);
      svg('circle', { class: 'm ' + d.f + (d.h ? ' ho' : ''), cx: x.toFixed(1), cy: y.toFixed(1), r: d.r }, a);
      a.list = [n];
      markOf.set(n, a);
    }
  }
  function bubble(c) {
    const r = Math.min(11 + Math.sqrt(c.list.length) * 0.9, 24);
    const g = svg('g', { class: 'cl', transform: 'translate(' + c.x.toFixed(1) + ' ' + c.y.toFixed(1) + ')' }, marks);
    svg('circle', { class: 'disc', r: r + 2 }, g);
    const shares = {};
    for (const n of c.list) shares[data[n].f] = (shares[data[n].f] || 0) + 1;
    let at = 0;
    for (const family of Object.keys(shares).sort()) {
      const share = (shares[family] / c.list.length) * 100;
      svg('circle', { class: 'ring ' + family, r, pathLength: 100, 'stroke-dasharray': share + ' ' + (100 - share), 'stroke-dashoffset': -at, transform: 'rotate(-90)' }, g);
      at += share;
    }
    svg('text', {}, g).textContent = plain(c.list.length);
    g.list = c.list;
    for (const n of c.list) markOf.set(n, g);
  }

  const pointers = new Map();
  let moved = 0, pinch = 0;
  const local = (event) => { const box = map.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  map.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    pointers.set(event.pointerId, local(event));
    moved = 0;
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()];
      pinch = Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
  });
  window.addEventListener('pointermove', (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const now = local(event);
    pointers.set(event.pointerId, now);
    moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
    if (moved < 4) return;
    map.classList.add('drag');
    hideTip();
    const share = pointers.size;
    view.x -= (now[0] - last[0]) / share / view.k;
    view.y -= (now[1] - last[1]) / share / view.k;
    if (share === 2) {
      const [a, b] = [...pointers.values()];
      const apart = Math.hypot(a[0] - b[0], a[1] - b[1]);
      if (pinch > 0 && apart > 0) zoom(apart / pinch, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
      pinch = apart;
    }
    later();
  });
  const drop = (event) => { pointers.delete(event.pointerId); if (!pointers.size) map.classList.remove('drag'); };
  window.addEventListener('pointerup', drop);
  window.addEventListener('pointercancel', drop);
  map.addEventListener('click', (event) => {
    if (moved > 4) { event.preventDefault(); event.stopPropagation(); return; }
    const cluster = event.target.closest('.cl');
    if (!cluster) return;
    const list = cluster.list;
    const same = list.every((n) => data[n].x === data[list[0]].x && data[n].y === data[list[0]].y);
    if (same || view.k >= DEEPEST * 0.99) { pinTip(list, event.clientX, event.clientY); return; }
    const before = view.k;
    fitTo(list);
    if (view.k < before * 1.3) zoom(before * 1.8 / view.k, width / 2, height / 2);
  }, true);
  map.addEventListener('dblclick', (event) => { event.preventDefault(); zoom(event.shiftKey ? 0.5 : 2, ...local(event)); });
  map.addEventListener('wheel', (event) => {
    // the page scrolls on unless the map was chosen: by a click, the keyboard, or Ctrl
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== map) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0022) * (event.ctrlKey ? 2 : 1)), ...local(event));
  }, { passive: false });
  map.addEventListener('keydown', (event) => {
    const by = width / 6 / view.k;
    const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
    if (moves[event.key]) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; later(); }
    else if (event.key === '+' || event.key === '=') zoom(1.6, width / 2, height / 2);
    else if (event.key === '-') zoom(1 / 1.6, width / 2, height / 2);
    else if (event.key === '0') fitTo(placed.filter((n) => hit.has(n)));
    else return;
    event.preventDefault();
  });
  map.addEventListener('pointermove', (event) => {
    if (pointers.size || tip.classList.contains('pin')) return;
    const node = event.target.closest('a, .cl');
    if (!node || !node.list) { if (!tip.hidden) { hideTip(); light(-1); } return; }
    fillTip(node.list);
    place(event.clientX, event.clientY);
    light(node.list.length === 1 ? node.list[0] : -1);
  });
  map.addEventListener('pointerleave', () => { if (!tip.classList.contains('pin')) { hideTip(); light(-1); } });
  $('zin').addEventListener('click', () => zoom(1.7, width / 2, height / 2));
  $('zout').addEventListener('click', () => zoom(1 / 1.7, width / 2, height / 2));
  $('zfit').addEventListener('click', () => fitTo(placed.filter((n) => hit.has(n))));

  // ---------------------------------------------------------------- timeline
  const time = $('time');
  const barOf = new Array(data.length);
  const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  const FLOOR = 90, TOP = 8; // of the drawing, in pixels
  let axis = null, brush = null, band = null;

  function drawTimeline() {
    const w = time.clientWidth || 1;
    time.setAttribute('viewBox', '0 0 ' + w + ' 118');
    time.replaceChildren();
    const dated = data.map((d, n) => n).filter((n) => data[n].a !== undefined);
    const mid = (n) => (data[n].a + data[n].b) / 2;
    const undated = data.length - dated.length;
    const sortedMids = dated.map(mid).sort((a, b) => a - b);
    let lo = sortedMids[0], hi = sortedMids[sortedMids.length - 1];
    // a few strays far off would press all the rest together: they get a place at the edge
    const q = (s) => sortedMids[Math.floor((sortedMids.length - 1) * s)];
    const core = q(0.9) - q(0.1) + 21;
    let early = false, late = false;
    if (dated.length > 4 && hi - lo > 8 * core) {
      const from = q(0.1) - core, to = q(0.9) + core;
      early = lo < from; late = hi > to;
      lo = sortedMids.find((m) => m >= from);
      hi = sortedMids.filter((m) => m <= to).pop();
    }
    const pad = Math.max((hi - lo) * 0.03, 4);
    lo -= pad; hi += pad;
    const left = early ? 74 : 2, right = w - (undated ? 84 : 2) - (late ? 74 : 0);
    axis = { lo, hi, left, right };
    const at = (ordinalDay) => left + ((ordinalDay - lo) / (hi - lo)) * (right - left);
    axis.at = at;
    axis.day = (x) => Math.round(lo + ((x - left) / (right - left)) * (hi - lo));

    svg('path', { class: 'base', d: 'M' + left + ' ' + FLOOR + '.5H' + right }, time);
    ticks(at, lo, hi, left, right);
    const lanes = [];
    if (early) lanes.push(['earlier', 2, 62]);
    if (late) lanes.push(['later', right + 12, 62]);
    if (undated) lanes.push(['undated', w - 72, 72]);
    for (const [name, x, wide] of lanes) {
      svg('path', { class: 'base', d: 'M' + x + ' ' + FLOOR + '.5h' + wide }, time);
      svg('text', { x: x + wide / 2, y: 109, 'text-anchor': 'middle' }, time).textContent = name;
    }
    const lane = (name) => lanes.find((l) => l[0] === name);

    // one mark per incident, stacked where days fall on one column
    const wide = dated.length > 600 ? 4 : dated.length > 120 ? 6 : 9;
    const columns = new Map();
    const put = (x, n) => { const c = Math.floor(x / wide); if (columns.has(c)) columns.get(c).push(n); else columns.set(c, [n]); };
    const spread = { earlier: 0, later: 0, undated: 0 };
    for (let n = 0; n < data.length; n++) {
      const d = data[n];
      const name = d.a === undefined ? 'undated' : mid(n) < lo ? 'earlier' : mid(n) > hi ? 'later' : '';
      if (name) {
        const [, x, room] = lane(name);
        const slots = Math.max(1, Math.floor((room - 10) / wide));
        put(x + 5 + (spread[name]++ % slots) * wide, n);
      } else put(at(mid(n)), n);
    }
    let most = 1;
    for (const list of columns.values()) most = Math.max(most, list.length);
    const tall = Math.min(wide + 3, (FLOOR - TOP) / most);
    for (const [c, list] of columns) {
      list.sort((a, b) => data[a].f < data[b].f ? -1 : data[a].f > data[b].f ? 1 : a - b);
      list.forEach((n, i) => {
        const bar = svg('rect', { x: c * wide, y: (FLOOR - (i + 1) * tall).toFixed(2), width: wide, height: tall.toFixed(2), class: 'tm ' + data[n].f + (data[n].m ? '' : ' ho') }, time);
        if (tall < 4) bar.setAttribute('stroke-width', '.4');
        bar.n = n;
        barOf[n] = bar;
      });
    }
    band = svg('rect', { class: 'brush', y: TOP - 6, height: FLOOR - TOP + 6, width: 0, x: 0 }, time);
    paintTimeline();
  }
  function ticks(at, lo, hi, left, right) {
    const days = hi - lo, room = right - left;
    const start = new Date((Math.ceil(lo) - 719163) * 864e5);
    let last = -99;
    const tick = (date, label, strong) => {
      const x = at(date.getTime() / 864e5 + 719163);
      if (x < left || x > right) return;
      svg('path', { class: 'tick', d: 'M' + x.toFixed(1) + ' ' + FLOOR + 'v' + (strong ? 7 : 4) }, time);
      if (!label || x - last < label.length * 6 + 12 || x > right - 14) return;
      last = x;
      svg('text', { x: Math.max(x, left + label.length * 3).toFixed(1), y: 109, 'text-anchor': 'middle' }, time).textContent = label;
    };
    const y = start.getUTCFullYear(), m = start.getUTCMonth(), d = start.getUTCDate();
    if (days <= 70) {
      const each = days <= 12 ? 1 : 7;
      const monday = each === 7 ? (8 - start.getUTCDay()) % 7 : 0;
      for (let i = 0; i <= days / each + 1; i++) {
        const date = new Date(Date.UTC(y, m, d + monday + i * each));
        const named = i === 0 || date.getUTCDate() <= each;
        tick(date, date.getUTCDate() + ' ' + MONTHS[date.getUTCMonth()] + (named && room > 500 ? ' ' + date.getUTCFullYear() : ''), named);
      }
    } else if (days <= 1000) {
      for (let i = 0; i <= days / 28 + 1; i++) {
        const date = new Date(Date.UTC(y, m + i, 1));
        const first = date.getUTCMonth() === 0 || i === 1;
        tick(date, MONTHS[date.getUTCMonth()] + (first || room < 500 ? ' ' + date.getUTCFullYear() : ''), first);
      }
    } else {
      for (let i = 0; i <= days / 365 + 1; i++) tick(new Date(Date.UTC(y + i, 0, 1)), String(y + i), true);
    }
  }
  function paintTimeline() {
    for (let n = 0; n < data.length; n++) if (barOf[n]) barOf[n].classList.toggle('off', !hit.has(n));
    if (!band) return;
    const on = state.from || state.to;
    const x0 = state.from ? Math.max(axis.left, axis.at(ordinal(state.from))) : axis.left;
    const x1 = state.to ? Math.min(axis.right, axis.at(ordinal(state.to) + 1)) : axis.right;
    band.setAttribute('x', on ? x0 : 0);
    band.setAttribute('width', on ? Math.max(0, x1 - x0) : 0);
  }
  function period(from, to) {
    state.from = from; state.to = to;
    if ($('f-from')) { $('f-from').value = from; $('f-to').value = to; }
    update();
  }
  const timeX = (event) => Math.max(axis.left, Math.min(axis.right, event.clientX - time.getBoundingClientRect().left));
  time.addEventListener('pointerdown', (event) => {
    if (event.button || event.pointerType === 'touch') return;
    brush = { from: timeX(event), n: event.target.n, moved: false };
    time.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  time.addEventListener('pointermove', (event) => {
    if (brush) {
      const x = timeX(event);
      if (Math.abs(x - brush.from) > 4) brush.moved = true;
      if (brush.moved) {
        band.setAttribute('x', Math.min(x, brush.from));
        band.setAttribute('width', Math.abs(x - brush.from));
      }
      return;
    }
    if (tip.classList.contains('pin')) return;
    if (event.target.n === undefined) { if (!tip.hidden) { hideTip(); light(-1); } return; }
    fillTip([event.target.n]);
    place(event.clientX, event.clientY);
    light(event.target.n);
  });
  time.addEventListener('pointerleave', () => { if (!tip.classList.contains('pin')) { hideTip(); light(-1); } });
  time.addEventListener('pointerup', (event) => {
    if (!brush) return;
    const done = brush;
    brush = null;
    if (done.moved) {
      const days = [axis.day(done.from), axis.day(timeX(event))].sort((a, b) => a - b);
      period(iso(days[0]), iso(days[1]));
    } else if (done.n !== undefined) location.hash = 'i-' + data[done.n].i;
    else if (state.from || state.to) period('', '');
  });
  time.addEventListener('click', (event) => {
    if (event.pointerType === 'touch' && event.target.n !== undefined) location.hash = 'i-' + data[event.target.n].i;
  });

  // ---------------------------------------------------------------- print
  window.addEventListener('beforeprint', () => {
    const list = open >= 0 ? [open] : hits.slice(0, PRINTED);
    $('print').innerHTML = list.map((n) => $('d' + n).textContent).join('');
    for (const node of $('print').querySelectorAll('details')) node.open = true;
    body.replaceChildren(...hits.map((n) => rows[n]));
  });
  window.addEventListener('afterprint', () => { $('print').replaceChildren(); showTable(); });

  // ---------------------------------------------------------------- start
  const noticed = new ResizeObserver(() => {
    if (map.clientWidth === width && map.clientHeight === height) return;
    const cx = view.x + width / view.k / 2, cy = view.y + height / view.k / 2;
    const before = width;
    measure();
    view.k *= width / before;
    view.x = cx - width / view.k / 2;
    view.y = cy - height / view.k / 2;
    draw();
    drawTimeline();
  });
  measure();
  hits = sorted(hits);
  fitTo(placed);
  drawTimeline();
  update(true);
  noticed.observe(map);
  if (location.hash) route();
})();

'use strict';

// The timeline: a canvas over inline data. Fifty thousand operations are sorted by worker and start, so that a frame
// draws only what is in view and a click is a binary search.
{
  const data = JSON.parse(document.getElementById('timeline-data').textContent);
  const canvas = document.getElementById('timeline-canvas');
  const detail = document.getElementById('timeline-detail');
  const keyInput = document.getElementById('timeline-key');
  const paint = canvas.getContext('2d');

  const outcomes = ['ok', 'fail', 'info', 'open'];
  const colours = { ok: '#6DB6FE', fail: '#FEB5DA', info: '#FFAA26', open: '#cfcfcf' };
  const outlines = { ok: '#6DB6FE', fail: '#FF1E90', info: '#FFAA26', open: '#9a9a9a' };
  const shades = {
    partition: '#E9DCA0', kill: '#E9A4A0', pause: '#A0B1E9', packet: '#D1E8A0', transfer: '#E9C3A0', snapshot: '#A0E9B1', membership: '#E9A0E6',
    clock: '#A0E9E3', power: '#C8A0E9', disk: '#A0C8E9', corruption: '#99F2E2', cpu: '#C3C39A', memory: '#E9A0BF', restart: '#C9A58C',
  };

  const text = position => position < 0 ? null : data.strings[position];
  const operations = data.ops.map(([event, span, worker, process, start, length, outcome, f, key, argument, result, error, node]) =>
    ({ event, completion: event + span, worker, process, start, end: length < 0 ? data.end : start + length, length, outcome: outcomes[outcome],
      f: text(f), key: text(key), argument: text(argument), result: text(result), error: text(error), node: text(node) }));

  const gutter = 44;
  const axisHeight = 22;
  const rowHeight = Math.max(10, Math.min(24, 480 / data.workers));
  const shortestViewUs = 200;

  const view = { from: 0, to: data.end };
  const shown = { key: '', outcomes: new Set(outcomes) };
  let rows = [];
  let selected = null;
  let frame = 0;

  // What is shown

  function isShown(operation) {
    return (shown.key === '' || operation.key === shown.key) && shown.outcomes.has(operation.outcome);
  }

  function arrange() {
    rows = Array.from({ length: data.workers }, () => []);
    for (const operation of operations)
      if (isShown(operation)) rows[operation.worker].push(operation);
    redraw();
  }

  // The position of the first operation of a row that starts after a time.
  function after(row, time) {
    let low = 0;
    let high = row.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (row[middle].start <= time) low = middle + 1; else high = middle;
    }
    return low;
  }

  // Places

  const width = () => canvas.clientWidth - gutter;
  const x = time => gutter + (time - view.from) / (view.to - view.from) * width();
  const y = worker => axisHeight + worker * rowHeight;
  const timeAt = pixel => view.from + (pixel - gutter) / width() * (view.to - view.from);

  function look(from, length) {
    const span = Math.max(shortestViewUs, Math.min(data.end, length));
    view.from = Math.max(0, Math.min(data.end - span, from));
    view.to = view.from + span;
    redraw();
  }

  function zoom(factor, pixel = gutter + width() / 2) {
    const around = timeAt(pixel);
    look(around - (around - view.from) * factor, (view.to - view.from) * factor);
  }

  function reveal(operation) {
    const span = view.to - view.from;
    if (operation.start < view.from || operation.end > view.to) look((operation.start + Math.min(operation.end, operation.start + span)) / 2 - span / 2, span);
  }

  // Drawing

  function redraw() {
    if (frame === 0) frame = requestAnimationFrame(() => { frame = 0; draw(); });
  }

  function draw() {
    const scale = window.devicePixelRatio || 1;
    const height = y(data.workers) + 4;
    canvas.style.height = height + 'px';
    canvas.width = Math.round(canvas.clientWidth * scale);
    canvas.height = Math.round(height * scale);
    paint.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const ink = name => style.getPropertyValue(name).trim();
    paint.font = '11px system-ui, sans-serif';
    paint.textBaseline = 'middle';
    drawFaults(height, Number(ink('--shade')));
    drawAxis(height, ink('--muted'), ink('--rule'));
    drawLeaders(height, ink('--muted'));
    clipped(height, () => rows.forEach(row => drawRow(row, ink('--panel'))));
    if (selected && isShown(selected)) clipped(height, () => drawSelected(ink('--ink')));
  }

  function clipped(height, drawing) {
    paint.save();
    paint.beginPath();
    paint.rect(gutter, 0, width(), height);
    paint.clip();
    drawing();
    paint.restore();
  }

  function drawFaults(height, shade) {
    clipped(height, () => {
      paint.globalAlpha = shade * 0.75;
      for (const [kind, from, to] of data.faults) {
        paint.fillStyle = shades[text(kind)];
        paint.fillRect(x(from), axisHeight, Math.max(1, x(to) - x(from)), height);
      }
    });
  }

  function drawAxis(height, muted, rule) {
    const step = roundStep((view.to - view.from) / Math.max(2, width() / 110));
    paint.strokeStyle = rule;
    paint.fillStyle = muted;
    paint.textAlign = 'center';
    for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
      line(x(time), axisHeight - 4, x(time), height);
      if (x(time) < canvas.clientWidth - 20) paint.fillText(moment(time, step), x(time), 9);
    }
    paint.textAlign = 'right';
    for (let worker = 0; worker < data.workers; worker += Math.ceil(14 / rowHeight))
      paint.fillText(String(worker), gutter - 8, y(worker) + rowHeight / 2);
  }

  function drawLeaders(height, muted) {
    clipped(height, () => {
      paint.strokeStyle = muted;
      paint.setLineDash([2, 3]);
      for (const [time] of data.leaders.slice(1)) line(x(time), axisHeight, x(time), height);
    });
  }

  function drawRow(row, panel) {
    let drawnTo = -1;
    for (let n = Math.max(0, after(row, view.from) - 1); n < row.length && row[n].start <= view.to; n++) {
      const operation = row[n];
      const left = x(operation.start);
      const right = Math.max(left + 1, x(operation.end));
      // Zoomed out, thousands of operations share a pixel: ok ones behind one that is drawn already would not be seen.
      if (right <= drawnTo && operation.outcome === 'ok') continue;
      drawBar(operation, left, right - left, panel);
      drawnTo = Math.max(drawnTo, Math.floor(right));
    }
  }

  function drawBar(operation, left, length, panel) {
    const top = y(operation.worker) + 1.5;
    const height = rowHeight - 3;
    const colour = colours[operation.outcome];
    if (length > 4 && (operation.outcome === 'info' || operation.outcome === 'open')) {
      const fade = paint.createLinearGradient(left, 0, left + length, 0);
      fade.addColorStop(0, colour);
      fade.addColorStop(1, colour + '33');
      paint.fillStyle = fade;
    } else {
      paint.fillStyle = length > 4 && operation.outcome === 'fail' ? panel : outlines[operation.outcome];
    }
    paint.fillRect(left, top, length, height);
    if (length > 4 && operation.outcome === 'fail') {
      paint.strokeStyle = outlines.fail;
      paint.strokeRect(left + 0.5, top + 0.5, length - 1, height - 1);
    }
    if (length > 46) label(operation, left, top, length, height, panel);
  }

  function label(operation, left, top, length, height) {
    paint.save();
    paint.beginPath();
    paint.rect(left, top, length - 3, height);
    paint.clip();
    paint.fillStyle = operation.outcome === 'fail' ? outlines.fail : '#10131a';
    paint.textAlign = 'left';
    paint.fillText(`${operation.f} ${operation.key ?? ''} ${operation.argument ?? operation.result ?? ''}`, Math.max(left, gutter) + 4, top + height / 2);
    paint.restore();
  }

  function drawSelected(ink) {
    const left = x(selected.start);
    paint.strokeStyle = ink;
    paint.lineWidth = 2;
    paint.strokeRect(left - 1, y(selected.worker), Math.max(3, x(selected.end) - left) + 2, rowHeight);
    paint.lineWidth = 1;
  }

  function line(fromX, fromY, toX, toY) {
    paint.beginPath();
    paint.moveTo(Math.round(fromX) + 0.5, fromY);
    paint.lineTo(Math.round(toX) + 0.5, toY);
    paint.stroke();
  }

  function roundStep(atLeast) {
    const power = 10 ** Math.floor(Math.log10(atLeast));
    return [1, 2, 5, 10].find(n => n * power >= atLeast) * power;
  }

  function moment(us, step) {
    const digits = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step))));
    return (us / 1e6).toFixed(digits) + ' s';
  }

  // Reading

  function describe(operation) {
    const asked = [operation.f, operation.key, operation.argument].filter(part => part !== null).join(' ');
    const got = [operation.result, operation.error].filter(part => part !== null).join(', ');
    const took = operation.length < 0 ? 'never ended' : `${(operation.length / 1000).toFixed(3)} ms`;
    return `${asked} → ${operation.outcome}${got ? ' ' + got : ''}\n` +
      `event ${operation.event}, process ${operation.process}${operation.node ? ' at ' + operation.node : ''}, ${moment(operation.start, 1)} + ${took}`;
  }

  function select(operation) {
    if (!operation) return;
    selected = operation;
    detail.textContent = describe(operation);
    reveal(operation);
    redraw();
  }

  function at(event) {
    const bounds = canvas.getBoundingClientRect();
    const row = rows[Math.floor((event.clientY - bounds.top - axisHeight) / rowHeight)];
    if (!row) return null;
    const pixel = event.clientX - bounds.left;
    const near = [after(row, timeAt(pixel)) - 1, after(row, timeAt(pixel))].map(n => row[n]).filter(Boolean);
    return near.find(operation => pixel >= x(operation.start) - 3 && pixel <= Math.max(x(operation.start) + 1, x(operation.end)) + 3) ?? null;
  }

  function step(by) {
    if (!selected) return select(rows.flatMap(row => row.slice(after(row, view.from), after(row, view.from) + 1))[0]);
    const row = rows[selected.worker];
    select(row[row.indexOf(selected) + by]);
  }

  function stepRow(by) {
    if (!selected) return step(0);
    for (let worker = selected.worker + by; rows[worker]; worker += by) {
      const row = rows[worker];
      if (row.length > 0) return select(row[Math.max(0, after(row, selected.start) - 1)]);
    }
  }

  function show(eventIndex) {
    const found = operations.find(operation => operation.event === eventIndex || operation.completion === eventIndex);
    if (!found) return;
    if (!isShown(found)) setKey('');
    const length = Math.max(found.end - found.start, 1000) * 12;
    look((found.start + found.end) / 2 - length / 2, length);
    select(found);
    canvas.focus({ preventScroll: true });
  }

  function setKey(key) {
    keyInput.value = key;
    shown.key = key;
    arrange();
  }

  // Hands

  const pointers = new Map();

  canvas.addEventListener('pointerdown', event => {
    pointers.set(event.pointerId, event.clientX);
    canvas.setPointerCapture(event.pointerId);
    const operation = at(event);
    if (operation) select(operation);
  });

  canvas.addEventListener('pointermove', event => {
    if (!pointers.has(event.pointerId)) {
      const operation = at(event);
      if (operation && operation !== selected) { selected = operation; detail.textContent = describe(operation); redraw(); }
      return;
    }
    const before = spread();
    const movedBy = event.clientX - pointers.get(event.pointerId);
    pointers.set(event.pointerId, event.clientX);
    if (pointers.size === 1) look(view.from - movedBy / width() * (view.to - view.from), view.to - view.from);
    else if (spread() > 10) zoom(before / spread(), middle());
  });

  for (const end of ['pointerup', 'pointercancel'])
    canvas.addEventListener(end, event => pointers.delete(event.pointerId));

  const spread = () => Math.max(...pointers.values()) - Math.min(...pointers.values());
  const middle = () => (Math.max(...pointers.values()) + Math.min(...pointers.values())) / 2 - canvas.getBoundingClientRect().left;

  canvas.addEventListener('wheel', event => {
    if (!event.ctrlKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (event.ctrlKey) zoom(Math.exp(event.deltaY / 200), event.clientX - canvas.getBoundingClientRect().left);
    else look(view.from + event.deltaX / width() * (view.to - view.from), view.to - view.from);
  }, { passive: false });

  const keys = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    ArrowUp: () => stepRow(-1),
    ArrowDown: () => stepRow(1),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    '0': () => look(0, data.end),
  };

  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const zooms = { in: () => zoom(0.5), out: () => zoom(2), fit: () => look(0, data.end) };
  for (const button of document.querySelectorAll('[data-zoom]'))
    button.addEventListener('click', zooms[button.dataset.zoom]);

  for (const box of document.querySelectorAll('[data-outcome]')) {
    box.addEventListener('change', () => {
      const names = box.dataset.outcome === '2' ? ['info', 'open'] : [outcomes[box.dataset.outcome]];
      for (const name of names) shown.outcomes[box.checked ? 'add' : 'delete'](name);
      arrange();
    });
  }

  for (const link of document.querySelectorAll('[data-event]'))
    link.addEventListener('click', () => show(Number(link.dataset.event)));

  // Start

  for (const key of new Set(operations.map(operation => operation.key).filter(key => key !== null)))
    document.getElementById('timeline-keys').append(new Option(key, key));
  keyInput.addEventListener('input', () => {
    shown.key = operations.some(operation => operation.key === keyInput.value) ? keyInput.value : '';
    arrange();
  });
  new ResizeObserver(redraw).observe(canvas.parentElement);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  arrange();
}

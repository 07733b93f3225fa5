/**
 * Sorts and filters tables, and shows the rows of a cell of the confusion matrix. It reads and writes only text content.
 * It creates the controls, so without scripts there are none that do nothing.
 */
export const PAGE_SCRIPT = `
'use strict';
for (const hint of document.querySelectorAll('.hint')) hint.hidden = false;
const order = new Intl.Collator(undefined, { numeric: true });
for (const table of document.querySelectorAll('table.data')) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isDown = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
      const isNumber = head.classList.contains('n');
      const value = (row) => row.cells[column].textContent;
      const compare = (a, b) => {
        const x = value(a), y = value(b);
        if (x === '' || y === '') return x === y ? 0 : x === '' ? 1 : -1;
        if (isNumber) {
          const m = Number(x), n = Number(y);
          if (!Number.isNaN(m) && !Number.isNaN(n)) return isDown ? n - m : m - n;
          if (Number.isNaN(m) !== Number.isNaN(n)) return Number.isNaN(m) ? 1 : -1;
        }
        return isDown ? order.compare(y, x) : order.compare(x, y);
      };
      body.append(...rows.toSorted ? rows.toSorted(compare) : rows.slice().sort(compare));
    });
  });
  const tools = document.createElement('div');
  tools.className = 'tools';
  const label = document.createElement('label');
  const input = document.createElement('input');
  const count = document.createElement('output');
  const clear = document.createElement('button');
  label.append('Filter ', input);
  input.type = 'search';
  clear.type = 'button';
  clear.hidden = true;
  const region = table.closest('.scroll');
  input.setAttribute('aria-label', 'Filter ' + region.getAttribute('aria-label'));
  tools.append(label, clear, count);
  const isShort = rows.length < 8 && !table.classList.contains('predictions');
  if (!isShort) region.before(tools);
  let cell = null;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const apply = () => {
    const words = input.value.toLowerCase().split(' ').filter((word) => word !== '');
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = words.every((word) => texts[index].includes(word)) &&
        (cell === null || (row.dataset.t === cell.t && row.dataset.p === cell.p));
      row.hidden = !fits;
      if (fits) shown++;
    });
    clear.hidden = cell === null;
    clear.textContent = cell === null ? '' : '\\u2715 ' + cell.t + ' predicted as ' + cell.p;
    count.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' rows';
  };
  input.addEventListener('input', apply);
  if (!table.classList.contains('predictions')) continue;
  const buttons = Array.from(table.closest('.job').querySelectorAll('.matrix button'));
  const pick = (picked) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button === picked));
    cell = picked === null ? null : { t: picked.dataset.t, p: picked.dataset.p };
    apply();
  };
  clear.addEventListener('click', () => { pick(null); input.focus(); });
  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener('click', () => {
      const isPressed = button.getAttribute('aria-pressed') === 'true';
      pick(isPressed ? null : button);
      if (isPressed) return;
      const details = table.closest('details');
      if (details) details.open = true;
      table.closest('section').scrollIntoView({ block: 'start' });
    });
  }
}
`;

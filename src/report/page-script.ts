/**
 * Sorts and filters tables, and shows the rows behind a cell of the confusion matrix. It reads the page's own text and
 * writes text alone. Controls are made here, so that without scripts there is none that does nothing.
 */
export const PAGE_SCRIPT = `
'use strict';
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
  label.append('Filter ', input);
  input.type = 'search';
  tools.append(label, count);
  table.closest('.scroll').before(tools);
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
    count.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' rows';
  };
  input.addEventListener('input', apply);
  if (!table.classList.contains('predictions')) continue;
  const buttons = Array.from(table.closest('.job').querySelectorAll('.matrix button'));
  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener('click', () => {
      const isPressed = button.getAttribute('aria-pressed') === 'true';
      for (const other of buttons) other.setAttribute('aria-pressed', 'false');
      button.setAttribute('aria-pressed', String(!isPressed));
      cell = isPressed ? null : { t: button.dataset.t, p: button.dataset.p };
      apply();
      if (cell === null) return;
      const details = table.closest('details');
      if (details) details.open = true;
      table.closest('section').scrollIntoView({ block: 'start' });
    });
  }
}
`;

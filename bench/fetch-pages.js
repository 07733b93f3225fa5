// Fetches the pages of bench/page-server.js one after another: node bench/fetch-pages.js ORIGIN
const [origin] = process.argv.slice(2);
let start;
let rows = 0;
do {
  const body = { tables: [{ tableName: 'results' }], limit: 1000, ...(start && { start, startInclusive: false }) };
  const answer = await fetch(`${origin}/api/v1/datastore/scanTable`, { method: 'POST', body: JSON.stringify(body) });
  const { data } = await answer.json();
  rows += data.records.length;
  start = data.lastKey;
} while (start);
process.stdout.write(`${rows} rows\n`);

// A Server with one job and its table `results`: node bench/page-server.js ROWS PAUSE
// It prints its address, and waits PAUSE milliseconds, without using a core, before it answers with a page.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomNumbers } from './random.js';

const PAGE_ROWS = 1000;
const JOB = { id: '1', uuid: 'b'.repeat(40), jobStatus: 'SUCCESS', createdTime: 1_700_000_000_000 };

const [rows, pause] = process.argv.slice(2).map(Number);
const pages = Array.from({ length: rows / PAGE_ROWS }, (_, number) => page(number * PAGE_ROWS));
const first = Buffer.from(success(scanData([record(0)])));

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = await answer(request.url, Buffer.concat(chunks).toString());
  response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' });
  response.end(body ?? '{"code": "404", "message": "not here"}');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));

async function answer(path, body) {
  if (path.endsWith('/datastore/scanTable')) {
    const { start, limit } = JSON.parse(body);
    if (limit < PAGE_ROWS) return first;
    await sleep(pause);
    const number = start === undefined ? 0 : (Number.parseInt(start, 16) + 1) / PAGE_ROWS;
    return pages[number] ?? Buffer.from(success({ records: [], columnHints: {}, lastKey: null }));
  }
  if (path.includes('/job/')) return success(JOB);
  return path.includes('/project/') ? success({ id: '1', name: 'self' }) : null;
}

function page(start) {
  const records = Array.from({ length: PAGE_ROWS }, (_, offset) => record(start + offset));
  return Buffer.from(success(scanData(records)));
}

function scanData(records) {
  const columnHints = Object.fromEntries(Object.entries(records[0]).map(([name, { type }]) => [name, hint(type)]));
  return { columnHints, records, lastKey: records.at(-1).id.value };
}

function hint(type) {
  return { typeHints: [type], columnValueHints: [], elementHints: null };
}

function success(data) {
  return JSON.stringify({ code: 'success', message: 'Success', data });
}

function record(id) {
  const random = randomNumbers(id);
  const float = () => {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(random());
    return { type: 'FLOAT64', value: bits.toString('hex') };
  };
  return {
    id: { type: 'INT64', value: id.toString(16).padStart(16, '0') },
    'output/label': { type: 'STRING', value: `label-${id % 10}` },
    'output/scores': { type: 'LIST', value: Array.from({ length: 10 }, float) },
    ok: { type: 'BOOL', value: '1' },
    loss: float(),
  };
}

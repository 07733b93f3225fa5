import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../support/stores.ts';
import type { Cell, TableText } from '../support/write-table.ts';
import { artifact, float, int, JOB, text, writeStore } from './written-store.ts';

/** Text that breaks out of an element, an attribute, a script, a style or a line if a page forgets to escape. */
const ATTACK = [
  // First, because a terminal shows the beginning of a name.
  '\u001b[31m\u202e\u200b\u2028\u2029\u0000\u0085\ud800',
  `</title></style></script></textarea><script>alert('x')</script>`,
  `<img src=x onerror="alert(1)"><svg onload=alert(2)>`,
  `"' onmouseover="alert(3)" style="position:fixed" x='`,
  'javascript:alert(4)//$',
  '{alert(5)}`]]>--><!--{{7*7}}',
  '&lt;b&gt; &#60;',
].join('');

/** A unique name or value that attacks. */
const evil = (name: string) => `${name}${ATTACK}`;

const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert('svg')</script></svg>`;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

const LABELS = ['cat', 'dog'].map(evil);

const PICTURES = [PNG, Buffer.from(SVG), Buffer.from(`<html>${ATTACK}`)];

/** A store in which every name and text attacks the page that shows it; returns its root and its job. */
export async function hostileStore(): Promise<{ readonly root: string; readonly job: string }> {
  const objects = await mkdtemp(join(await temporaryFolder(), 'objects-'));
  const { root } = await writeStore(tables(objects), {
    model: evil('model'),
    handler_name: evil('handler'),
    datasets: [evil('data')],
    comment: evil('comment'),
    error_message: evil('error'),
    status: 'failed',
    [evil('field')]: { [evil('inner')]: evil('value') },
  });
  await cp(objects, root, { recursive: true });
  return { root, job: JOB };
}

function tables(objects: string): Record<string, TableText> {
  const picture = (index: number): Cell =>
    artifact(objects, PICTURES[index % PICTURES.length] ?? PNG, { display_name: ATTACK, mime_type: ATTACK }, 'Image');
  const results = Array.from({ length: 12 }, (_, index) => ({
    'input/label': text(LABELS[index % 2] ?? ''),
    'input/img': picture(index),
    'output/label': text(LABELS[index % 3 === 0 ? 1 : 0] ?? ''),
    'output/score': float(0.5),
    [evil('column')]: text(evil('cell')),
  }));
  const steps = [3, 2, 1].map((loss) => ({ [evil('loss')]: float(loss), [evil('rate')]: float(loss * 1000) }));
  return {
    'eval/summary': byText({
      [JOB]: { kind: text('multi_classification'), accuracy: float(0.5), [evil('metric')]: text(evil('score')) },
    }),
    results: byText(Object.fromEntries(results.map((row, index) => [evil(`row ${index}`), row]))),
    labels: byText(
      Object.fromEntries(LABELS.map((label) => [label, { support: int(6), [evil('precision')]: float(1) }])),
    ),
    'confusion_matrix/binarylabel': byNumber([
      { 0: float(0.5), 1: float(0.5) },
      { 0: float(0.25), 1: float(0.75) },
    ]),
    [`roc_auc/${LABELS[0]}`]: byNumber(
      [0, 0.5, 1].map((at) => ({ fpr: float(at), tpr: float(at), threshold: float(at) })),
    ),
    [evil('steps')]: byNumber(steps),
    [evil('words')]: byNumber(['a', 'b', 'a'].map((word) => ({ [evil('word')]: text(evil(word)) }))),
  };
}

function byText(rows: Readonly<Record<string, Readonly<Record<string, Cell>>>>): TableText {
  const writes = Object.entries(rows).map(([key, cells]) => ({ key, revision: 1n, cells }));
  return { keyType: 'STRING', blocks: [writes] };
}

function byNumber(rows: readonly Readonly<Record<string, Cell>>[]): TableText {
  return { keyType: 'INT64', blocks: [rows.map((cells, key) => ({ key, revision: 1n, cells }))] };
}

export const HOSTILE_STEPS = evil('steps');
export const HOSTILE_WORDS = evil('words');

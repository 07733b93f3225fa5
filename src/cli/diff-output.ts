import type { DiffTally, RowChange } from '../job/diff/changes.ts';
import { visibleJson } from '../render/control-characters.ts';
import { CHANGE_COLUMNS, CHANGE_FIELDS, type Compared, changeLines, changeRecord, diffRecord } from './diff-records.ts';
import { checkFields, pick } from './fields.ts';
import { gatherText, inSlices, type PrintedChanges } from './gather-text.ts';
import { printTo } from './output-target.ts';
import { printRows } from './present.ts';
import type { Run } from './run.ts';
import { isForPeople, screenWidth } from './screen.ts';

/** A diff to print in any format. */
export interface PrintableDiff extends PrintedChanges {
  readonly compared: Compared;
  /** Filled while `changes` is iterated. */
  readonly tally: DiffTally;
  readonly limit: number | undefined;
  readonly isJudged: () => boolean;
}

/** Maximum of rows for people, unless `--limit` is given. */
const ROWS_FOR_PEOPLE = 1000;

/** Prints the counts and the rows; formats that hold only records get just the rows. */
export async function printDiff(run: Run, diff: PrintableDiff): Promise<void> {
  const { output } = run;
  if (output.quiet || (output.format !== 'json' && !isForPeople(run))) return printRecords(run, diff);
  if (output.format === 'json') return printDocument(run, diff);
  return printScreen(run, diff);
}

async function printRecords(run: Run, diff: PrintableDiff): Promise<void> {
  const { format, quiet } = run.output;
  const isNested = quiet || format === 'jsonl' || format === 'json';
  const names = isNested ? CHANGE_FIELDS : CHANGE_COLUMNS;
  checkFields(run, names);
  if (format === 'jsonl' && !quiet && !run.output.typed && run.output.fields === undefined)
    return printLines(run, diff);
  await printRows(run, {
    batches: async function* () {
      for await (const changes of printed(diff))
        yield changes.flatMap((change) => (isNested ? [changeRecord(change)] : changeLines(change)));
    },
    columns: () => names,
    shown: names,
    idColumn: 'key',
    unbounded: diff.limit !== undefined,
  });
}

async function printLines(run: Run, diff: PrintableDiff): Promise<void> {
  const { changesJson } = await import('./change-json.ts');
  await printTo(run, {}, async ({ isTerminal, sink }) => {
    for await (const changes of printed(diff)) {
      for (const some of inSlices(changes)) {
        const text = `${changesJson(some).join('\n')}\n`;
        await sink.write(isTerminal ? visibleJson(text) : text);
      }
    }
  });
}

/** The changes up to the limit; reading stops there. */
async function* printed(diff: PrintableDiff): AsyncGenerator<readonly RowChange[]> {
  let left = diff.limit ?? Number.POSITIVE_INFINITY;
  for await (const changes of diff.changes()) {
    for (const change of changes) diff.seen(change);
    const shown = changes.slice(0, left);
    for (const change of shown) await diff.save(change);
    if (shown.length > 0) yield shown;
    left -= shown.length;
    if (left <= 0) return;
  }
}

async function printDocument(run: Run, diff: PrintableDiff): Promise<void> {
  const { documentEnd, documentHead, documentRows } = await import('./diff-document.ts');
  const { output } = run;
  await printTo(run, {}, async ({ isTerminal, sink }) => {
    const style = { typed: output.typed, isTerminal };
    const { count, text } = await gatherText(diff, diff.limit ?? Number.POSITIVE_INFINITY, (changes, index) =>
      documentRows(changes, index, style),
    );
    const record = diffRecord(diff.compared, diff.tally, diff.isJudged());
    checkFields(run, [...record.keys(), 'rows'], { rows: [record] });
    const { fields } = output;
    const hasRows = fields?.includes('rows') !== false;
    await sink.write(documentHead(fields ? pick(record, fields) : record, hasRows, style));
    if (hasRows) for await (const chunk of text()) await sink.write(chunk);
    await sink.write(documentEnd(hasRows, Math.min(count, diff.limit ?? count) === 0));
  });
}

async function printScreen(run: Run, diff: PrintableDiff): Promise<void> {
  const { changeBlock, headLines } = await import('./diff-screen.ts');
  const { context, output } = run;
  const width = screenWidth(context.stdout, context.env);
  const limit = diff.limit ?? ROWS_FOR_PEOPLE;
  let count = 0;
  await printTo(run, {}, async ({ sink, palette }) => {
    const style = { palette: await palette(), width, full: !output.truncate };
    const gathered = await gatherText(diff, limit, async (changes) => {
      let text = '';
      for (const change of changes) text += `\n${(await changeBlock(change, style)).join('\n')}\n`;
      return text;
    });
    count = gathered.count;
    for (const line of headLines(diff.compared, diff.tally, diff.isJudged(), style)) await sink.write(`${line}\n`);
    for await (const chunk of gathered.text()) await sink.write(chunk);
  });
  if (count > limit)
    run.note(
      `${limit} of ${count} rows ${limit === 1 ? 'is' : 'are'} shown: --limit sets how many, --only selects which.`,
    );
}

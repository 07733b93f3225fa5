import type { KeyValue } from '../../../src/job/instance.ts';
import { ObjectStore } from '../../../src/standalone/object-store.ts';
import { RecordSchemas } from '../../../src/standalone/record-schema.ts';
import { jsonForm } from '../../../src/standalone/row-text/text-form.ts';
import { STATUS, Transcoder, type TranscoderOptions } from '../../../src/standalone/row-text/transcoder-host.ts';
import { RowPlans } from '../../../src/standalone/row-text/transcoder-plans.ts';
import { pythonJson } from '../../support/write-table.ts';
import { LINES } from './rows-text.ts';

export const FORM = jsonForm(LINES);

type Types = Readonly<Record<string, unknown>>;
export type Options = Partial<TranscoderOptions> & { readonly columns?: readonly string[] };

/** A line of a block in the client's spelling. */
export function lineOf(types: Types, data: string, revision = 7): string {
  return `{"key": "id", "records": {"${revision}": {"schema": ${pythonJson(types)}, "data": ${data}}}}\n`;
}

/** Transcodes lines until something is met that plans do not help with. */
export function transcode(
  text: string,
  options: Options = {},
  prepare: (transcoder: Transcoder) => void = () => undefined,
) {
  const plans = new RowPlans({
    keyColumn: 'id',
    schemas: new RecordSchemas(),
    objects: new ObjectStore('nowhere'),
    columns: options.columns,
    form: options.form ?? FORM,
  });
  const transcoder = Transcoder.open({
    keyColumn: 'id',
    areKeysTexts: false,
    keepNone: false,
    start: undefined,
    end: undefined,
    endInclusive: false,
    form: FORM,
    other: (...value) => plans.other(...value),
    ...options,
  });
  if (transcoder === null) throw new Error('it cannot follow this table');
  prepare(transcoder);
  const content = Buffer.from(text);
  let status: number = STATUS.done;
  let key: KeyValue | undefined;
  let output = '';
  let offset = 0;
  let learnt = 0;
  for (;;) {
    status = transcoder.run(content, offset, Number.POSITIVE_INFINITY);
    offset = transcoder.offset;
    if (transcoder.lines > 0) key = transcoder.keys.last;
    output += Buffer.from(transcoder.output.take()).toString();
    if (status === STATUS.done && offset < content.length) continue;
    const schema = plans.ofLine(content, offset);
    if (status === STATUS.newSchema && schema && plans.use(schema, transcoder)) learnt++;
    else if (status === STATUS.newColumn && schema) plans.columnsAtHand(schema, transcoder);
    else break;
  }
  return { status, output, key, rest: content.toString('utf8', offset), learnt };
}

export const ID = { id: { type: 'INT64' } };
export const ONE = '"id": "0000000000000001"';

import { convertArtifacts, needsConversion } from '../../datastore/artifact.ts';
import { isNone } from '../../job/instance.ts';
import type { ObjectStore } from '../object-store.ts';
import type { RecordSchemas } from '../record-schema.ts';
import { endOfDigits, endOfValue, startsWith } from './json-scanning.ts';
import type { TextForm } from './text-form.ts';
import { LINE_TOKENS, type OtherText, type Transcoder } from './transcoder-host.ts';
import { encodePlan, noteColumns, planRows, type RowPlan } from './transcoder-plan.ts';

const SCHEMA = Buffer.from(LINE_TOKENS.schema);
const DATA = Buffer.from(LINE_TOKENS.data);
/** A hostile block may give every record a schema of its own. */
const MAX_PLANS = 1000;

/** What is known of a schema. */
export interface SchemaPlan {
  readonly text: string;
  /** Null where records of this schema have to be decoded. */
  plan: RowPlan | null;
  /** Where the plan lies in the transcoder's memory; null where it does not, or no longer. */
  place: number | null;
}

export interface RowPlansOptions {
  readonly keyColumn: string;
  readonly schemas: RecordSchemas;
  readonly objects: ObjectStore;
  readonly columns: readonly string[] | undefined;
  readonly form: TextForm;
}

/** The plans of the schemas that a scan has met. */
export class RowPlans {
  private readonly options: RowPlansOptions;
  private readonly wanted: ReadonlySet<string> | undefined;
  private readonly head: Buffer;
  private readonly byText = new Map<string, SchemaPlan>();
  /** The plans that lie in the transcoder's memory, by their numbers. */
  private readonly placed: RowPlan[] = [];

  constructor(options: RowPlansOptions) {
    this.options = options;
    this.wanted = options.columns && new Set(options.columns);
    this.head = Buffer.from(LINE_TOKENS.head(options.keyColumn));
  }

  /** What is known of the schema of the line's first record; null where the line is not spelled as the client does. */
  ofLine(content: Buffer, start: number): SchemaPlan | null {
    if (!startsWith(content, start, this.head)) return null;
    const revision = start + this.head.length;
    const at = endOfDigits(content, revision);
    if (at === revision || !startsWith(content, at, SCHEMA)) return null;
    const begin = at + SCHEMA.length;
    const end = endOfValue(content, begin, content.length);
    return startsWith(content, end, DATA) ? this.known(content.toString('utf8', begin, end)) : null;
  }

  /** Makes a schema's plan the one that the transcoder tries first; false where it has none. */
  use(schema: SchemaPlan, transcoder: Transcoder): boolean {
    if (schema.plan === null) return false;
    if (schema.place !== null) {
      transcoder.usePlan(schema.place);
      return true;
    }
    let encoded = encodePlan(schema.plan, this.placed.length);
    if (this.placed.length >= MAX_PLANS || !transcoder.hasRoom(encoded)) {
      this.forget(transcoder);
      encoded = encodePlan(schema.plan, this.placed.length);
    }
    schema.place = transcoder.addPlan(encoded);
    if (schema.place === null) return false;
    this.placed.push(schema.plan);
    this.byText.set(schema.text, schema);
    return true;
  }

  /** The columns that the row at hand, of this schema, has values in: it may be written now. */
  columnsAtHand({ plan, place }: SchemaPlan, transcoder: Transcoder): readonly string[] {
    return plan === null || place === null ? [] : noteColumns(plan, transcoder.memory, place);
  }

  /** Leaves records of this schema to the thorough way. */
  drop(schema: SchemaPlan, transcoder: Transcoder): void {
    if (schema.place !== null) transcoder.dropPlan(schema.place);
    schema.plan = null;
  }

  /** The text of a value that has to be parsed. What is wrong with it is told by the thorough way. */
  other(plan: number, step: number, bytes: Buffer, start: number, end: number): OtherText | null {
    const { decode, name, isWanted } = this.placed[plan]?.steps[step] ?? {};
    const stop = endOfValue(bytes, start, end);
    if (isWanted === false) return { text: '', end: stop };
    if (decode === undefined) return null;
    try {
      const value = decode(JSON.parse(bytes.toString('utf8', start, stop)));
      if (isNone(value)) return null;
      const { objects, form } = this.options;
      const whole = needsConversion(value) ? convertArtifacts(value, (link) => objects.readNow(link)) : value;
      // What the scan wants has to be sound, though it may have no place in the output.
      return { text: name === null ? '' : form.value(whole), end: stop };
    } catch {
      return null;
    }
  }

  private known(text: string): SchemaPlan {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    if (this.byText.size >= MAX_PLANS) this.byText.clear();
    const schema: SchemaPlan = { text, plan: this.compile(text), place: null };
    this.byText.set(text, schema);
    return schema;
  }

  private compile(text: string): RowPlan | null {
    const { schemas, keyColumn, form } = this.options;
    try {
      return planRows(text, schemas.compile(text), keyColumn, this.wanted, form);
    } catch {
      // What is wrong with it is told where the line is decoded.
      return null;
    }
  }

  private forget(transcoder: Transcoder): void {
    transcoder.forgetPlans();
    this.placed.length = 0;
    this.byText.clear();
  }
}

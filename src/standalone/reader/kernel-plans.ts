import { TAG } from '../../datastore/cell.ts';
import { type Decoder, isObject, own } from '../../datastore/schema.ts';
import { type KernelColumn, type KernelMemory, STORED } from '../../kernel/memory.ts';
import type { KernelExports } from '../../kernel/module.ts';
import type { RecordSchemas } from '../record-schema.ts';
import { type NestedNode, type StoredType, storedType } from './stored-type.ts';

const FLAG = { usable: 1, placed: 2, keyed: 4 } as const;
const PLAN = { steps: 8, order: 16, orderCount: 20, flags: 24, size: 32 } as const;
const STEP = { column: 12, size: 24 } as const;

/** The size of a node: see src/kernel/assembly/layout.ts. */
const NODE_SIZE = 36;

/** Enough for the plans of most tables: it takes time to get memory, which a small table does not need. */
const USUAL_ROOM = 1 << 18;
/** Limits on plans in memory, as a hostile block may have another schema in every record. */
const MOST_ROOM = 1 << 22;
const MAX_PLANS = 2000;
const MAX_DECODERS = 1 << 16;

/** The columns of a scan. */
export interface PlanColumns {
  /** The column with this name; undefined if it is not read. A new name gets the next place. */
  place(name: string): KernelColumn | undefined;
  /** Whether all of these columns have places. */
  arePlaced(names: readonly string[]): boolean;
}

/** How to read the records of a schema. */
export interface Plan {
  readonly place: number;
  readonly names: readonly string[];
  readonly types: readonly StoredType[];
  readonly decoders: readonly number[];
}

/** The plans for the schemas of a scan, in the kernel's memory. */
export class KernelPlans {
  /** The decoders of values that the kernel leaves to the host. Its entries have their indexes. */
  readonly decoders: Decoder[] = [];
  private readonly exports: KernelExports;
  private readonly memory: KernelMemory;
  private readonly schemas: RecordSchemas;
  private readonly keyColumn: string;
  private readonly columns: PlanColumns;
  private room = USUAL_ROOM;
  private region: number;
  private end: number;
  private readonly byPlace = new Map<number, Plan>();

  constructor(
    exports: KernelExports,
    memory: KernelMemory,
    schemas: RecordSchemas,
    keyColumn: string,
    columns: PlanColumns,
  ) {
    this.exports = exports;
    this.memory = memory;
    this.schemas = schemas;
    this.keyColumn = keyColumn;
    this.columns = columns;
    this.region = memory.take(USUAL_ROOM);
    this.end = this.region;
  }

  /** Makes room for the plan of a schema of this many bytes. Returns false if that needs the plans to be forgotten. */
  makeRoomFor(length: number): boolean {
    if (this.byPlace.size >= MAX_PLANS || this.decoders.length >= MAX_DECODERS) return false;
    const fits = () => this.end + length * 8 + 1024 < this.region + this.room;
    if (!fits() && this.room < MOST_ROOM) {
      this.room = MOST_ROOM;
      this.region = this.memory.take(MOST_ROOM);
      this.end = this.region;
    }
    return fits();
  }

  forget(): void {
    this.exports.forgetPlans();
    this.byPlace.clear();
    this.decoders.length = 0;
    this.end = this.region;
  }

  at(place: number): Plan | undefined {
    return this.byPlace.get(place);
  }

  /** Adds the plan for a schema to those of the kernel. */
  add(text: string): void {
    const { names, types, decoders } = this.compile(text);
    const place = this.take(PLAN.size);
    const schema = this.layText(text);
    const steps = this.take(names.length * STEP.size);
    const order = this.take(names.length * 4);
    const plan: Plan = { place, names, types, decoders };
    names.forEach((name, index) => {
      const before = this.layText(`${index === 0 ? '{' : ', '}${JSON.stringify(name)}: `);
      const { tag, node } = types[index] as StoredType;
      this.memory.u32.set(
        [...before, tag, 0, decoders[index] ?? 0, node ? this.lay([node]) : 0],
        (steps + index * STEP.size) / 4,
      );
    });
    const isUsable = names.length > 0 && !names.includes('-');
    const flags = (isUsable ? FLAG.usable : 0) | (names[0] === this.keyColumn ? FLAG.keyed : 0);
    this.memory.u32.set([...schema, steps, names.length, order, 0, flags], place / 4);
    this.byPlace.set(place, plan);
    this.exports.addPlan(place);
    if (isUsable && this.columns.arePlaced(names)) this.place(plan);
  }

  /** Gives the columns of a plan their places. */
  place({ place, names, types }: Plan): void {
    const found = names.map((name) => this.columns.place(name));
    // New columns may have moved the memory, so this comes after them.
    const { u32 } = this.memory;
    const steps = u32[(place + PLAN.steps) / 4] ?? 0;
    found.forEach((column, index) => {
      if (column === undefined) return;
      u32[(steps + index * STEP.size + STEP.column) / 4] = column.place;
      if (types[index]?.tag === STORED) column.hasStored = true;
      if (types[index]?.tag === TAG.bytes) column.mayHaveBytes = true;
    });
    // Columns are made in the order of the output.
    const shown = found.flatMap((column) => (column?.isShown ? [column.place] : [])).sort((a, b) => a - b);
    u32.set(shown, (u32[(place + PLAN.order) / 4] ?? 0) / 4);
    u32[(place + PLAN.orderCount) / 4] = shown.length;
    u32[(place + PLAN.flags) / 4] = (u32[(place + PLAN.flags) / 4] ?? 0) | FLAG.placed;
  }

  private compile(text: string): Pick<Plan, 'names' | 'types' | 'decoders'> {
    try {
      const names = [...this.schemas.compile(text).keys()];
      const columns: unknown = JSON.parse(text);
      const types = names.map((name) => storedType(isObject(columns) ? own(columns, name) : undefined));
      const decoders = names.map((name, index) => {
        const decode = this.schemas.compile(text).get(name);
        if (types[index]?.tag !== STORED || decode === undefined) return 0;
        return this.decoders.push(decode) - 1;
      });
      return { names, types, decoders };
    } catch {
      // The decoders describe what is wrong, when they read the line.
      return { names: [], types: [], decoders: [] };
    }
  }

  /** Lays nodes next to each other into the memory; gives the place of the first. */
  private lay(nodes: readonly NestedNode[]): number {
    const place = this.take(nodes.length * NODE_SIZE);
    nodes.forEach((node, index) => {
      const children = this.lay(node.children);
      const texts = node.texts.flatMap((text) => this.layText(text));
      this.memory.u32.set([node.tag, node.children.length, children, ...texts], (place + index * NODE_SIZE) / 4);
    });
    return place;
  }

  private layText(text: string): readonly [place: number, length: number] {
    const place = this.take(Buffer.byteLength(text));
    return [place, this.memory.bytes.write(text, place)];
  }

  private take(length: number): number {
    const place = this.end;
    this.end += (length + 16 + 7) & ~7;
    return place;
  }
}

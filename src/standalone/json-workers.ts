import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { KeyValue } from '../job/instance.ts';
import type { PackedBlock } from './block-files.ts';

/** What every worker of a scan is told once. */
export interface JsonWorkerData {
  readonly keyColumn: string;
  /** The store's folder, where artifacts lie. */
  readonly root: string;
  readonly range: { readonly start?: KeyValue; readonly end?: KeyValue; readonly endInclusive: boolean };
  readonly keepNone: boolean;
  readonly columns: readonly string[] | undefined;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

export interface JsonWorkerTask {
  readonly number: number;
  readonly packed: PackedBlock;
  /** The columns known so far, in the scan's order. */
  readonly columns: readonly string[];
}

export interface JsonWorkerResult {
  readonly number: number;
  /** The block's rows; null where it has to be printed by the scan itself. */
  readonly rows: Uint8Array | null;
}

/** Beside the scan's own thread; more would wait for the one that writes. */
const MOST_WORKERS = 3;
/** The text that comes back is no garbage of the worker's: what is left is small. */
const YOUNG_GENERATION_MB = 16;

/** Threads that unpack and print whole blocks; only finished text comes back. */
export class JsonWorkers {
  readonly count: number;
  private readonly workers: readonly Worker[];
  private readonly waiting = new Map<number, (rows: Uint8Array | null) => void>();
  private posted = 0;
  private hasFailed = false;

  /** Starts the threads; null on one core, or where the program was not built. */
  static start(data: JsonWorkerData): JsonWorkers | null {
    const file = new URL('./json-worker.js', import.meta.url);
    const cores = availableParallelism();
    if (cores < 2 || file.protocol !== 'file:' || !existsSync(fileURLToPath(file))) return null;
    return new JsonWorkers(file, Math.min(cores - 1, MOST_WORKERS), data);
  }

  private constructor(file: URL, count: number, data: JsonWorkerData) {
    this.count = count;
    this.workers = Array.from({ length: count }, () => this.startWorker(file, data));
  }

  /** A block's rows as text, or null where it has to be printed by the scan itself. */
  print(packed: PackedBlock, columns: readonly string[]): Promise<Uint8Array | null> {
    if (this.hasFailed) return Promise.resolve(null);
    const number = this.posted++;
    const task: JsonWorkerTask = { number, packed, columns };
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      const worker = this.workers[number % this.workers.length];
      // A process that waits for nothing else would end here.
      worker?.ref();
      worker?.postMessage(task);
    });
  }

  end(): void {
    for (const worker of this.workers) void worker.terminate();
  }

  private startWorker(file: URL, data: JsonWorkerData): Worker {
    const worker = new Worker(file, {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    worker.unref();
    worker.on('message', ({ number, rows }: JsonWorkerResult) => this.settle(number, rows));
    // A thread that dies leaves its blocks, and all that come, to the scan itself.
    const fail = () => {
      this.hasFailed = true;
      for (const number of this.waiting.keys()) this.settle(number, null);
    };
    worker.on('error', fail);
    worker.on('exit', fail);
    return worker;
  }

  private settle(number: number, rows: Uint8Array | null): void {
    this.waiting.get(number)?.(rows);
    this.waiting.delete(number);
    // Whoever leaves a scan behind must not be kept from ending.
    if (this.waiting.size === 0) for (const worker of this.workers) worker.unref();
  }
}

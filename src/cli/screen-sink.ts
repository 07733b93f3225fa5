import type { Sink } from '../render/byte-sink.ts';
import type { OutputSink } from '../render/file-sink.ts';
import type { Pager } from '../render/pager.ts';
import type { Context } from './context.ts';
import { screenWidth } from './screen.ts';

/** Prints on a terminal; output longer or wider than the screen goes through a pager, if there is one. */
export class ScreenSink implements OutputSink {
  private readonly terminal: Sink;
  private readonly context: Context;
  private readonly lines: number;
  private readonly isTable: boolean;
  private isWide = false;
  private waiting = '';
  private waitingLines = 0;
  private opened: { readonly sink: Sink; readonly pager: Pager | null } | undefined;

  /** `isTable`: lines wider than the screen are not wrapped, the reader scrolls sideways. */
  constructor(terminal: Sink, context: Context, isTable: boolean) {
    this.terminal = terminal;
    this.context = context;
    this.isTable = isTable;
    this.lines = Math.max((context.stdout.rows || 24) - 1, 1);
  }

  write(chunk: string | Uint8Array): Promise<void> | undefined {
    if (this.opened) return this.opened.sink.write(chunk);
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    this.waiting += text;
    const lines = text.split('\n');
    this.waitingLines += lines.length - 1;
    if (this.isTable && !this.isWide) this.isWide = lines.some((line) => this.isTooWide(line));
    return this.waitingLines > this.lines ? this.openPager() : undefined;
  }

  async flush(): Promise<void> {
    await this.opened?.sink.flush();
  }

  /** Ends the output; waits until the user has quit the pager. */
  async commit(): Promise<void> {
    if (this.opened === undefined && this.isWide) await this.openPager();
    if (this.opened === undefined) {
      await this.terminal.write(this.waiting);
      await this.terminal.flush();
    } else {
      await this.opened.sink.flush();
      await this.opened.pager?.close();
    }
  }

  abort(): void {
    if (this.opened === undefined && this.waiting !== '') void this.terminal.write(this.waiting);
    this.waiting = '';
    void this.opened?.pager?.close();
  }

  /** Measured in characters, not in cells: most characters take one cell. */
  private isTooWide(line: string): boolean {
    const { stdout, env } = this.context;
    return line.replace(/\u001b\[[\d;]*m/g, '').length > screenWidth(stdout, env);
  }

  private async openPager(): Promise<void> {
    const { openPager } = await import('../render/pager.ts');
    const { env, spawn } = this.context;
    const pager = await openPager(env, spawn, { isTable: this.isTable, isWide: this.isWide });
    this.opened = { pager, sink: pager?.sink ?? this.terminal };
    const text = this.waiting;
    this.waiting = '';
    await this.opened.sink.write(text);
    await this.opened.sink.flush();
  }
}

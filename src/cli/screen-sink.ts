import type { Sink } from '../render/byte-sink.ts';
import type { OutputSink } from '../render/file-sink.ts';
import type { Pager } from '../render/pager.ts';
import type { Context } from './context.ts';

/** Prints on a terminal; what is longer than the screen goes through `$PAGER`, where there is one. */
export class ScreenSink implements OutputSink {
  private readonly terminal: Sink;
  private readonly context: Context;
  private readonly lines: number;
  private waiting = '';
  private waitingLines = 0;
  private opened: { readonly sink: Sink; readonly pager: Pager | null } | undefined;

  constructor(terminal: Sink, context: Context) {
    this.terminal = terminal;
    this.context = context;
    this.lines = Math.max((context.stdout.rows || 24) - 1, 1);
  }

  write(chunk: string | Uint8Array): Promise<void> | undefined {
    if (this.opened) return this.opened.sink.write(chunk);
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    this.waiting += text;
    this.waitingLines += text.split('\n').length - 1;
    return this.waitingLines > this.lines ? this.openPager() : undefined;
  }

  async flush(): Promise<void> {
    await this.opened?.sink.flush();
  }

  /** Ends the output; waits until the reader has quit the pager. */
  async commit(): Promise<void> {
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

  private async openPager(): Promise<void> {
    const { openPager } = await import('../render/pager.ts');
    const { env, spawn } = this.context;
    const pager = env['PAGER'] ? await openPager(env, spawn) : null;
    this.opened = { pager, sink: pager?.sink ?? this.terminal };
    const text = this.waiting;
    this.waiting = '';
    await this.opened.sink.write(text);
    await this.opened.sink.flush();
  }
}

import { allProcesses, type ProcessStat, processStat } from './proc.ts';

/** How long to wait after each signal, in milliseconds. */
export interface GracePeriods {
  /** After SIGINT, when Python writes its buffers. */
  readonly interruptMs: number;
  readonly terminateMs: number;
  readonly killMs: number;
}

export const DEFAULT_GRACE_PERIODS: GracePeriods = { interruptMs: 3000, terminateMs: 3000, killMs: 2000 };

const LOOK_MS = 50;

/**
 * A process that leads its own group, with everything it started: the group, and on Linux also descendants that left it.
 */
export class ProcessTree {
  readonly leader: number;
  private readonly known = new Map<number, ProcessStat>();
  private ending: Promise<void> | undefined;
  private isHurried = false;

  constructor(leader: number) {
    this.leader = leader;
  }

  /** Whether any of the processes is alive. */
  isAlive(): boolean {
    const members = this.members();
    return members === null ? signal(-this.leader, 0) : members.length > 0;
  }

  /** CPU time of all processes together, in clock ticks; null if unknown. */
  cpuTicks(): number | null {
    const members = this.members();
    return members === null ? null : members.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  }

  /**
   * Ends all processes with SIGINT, then SIGTERM, then SIGKILL, each after the grace period of the one before. Resolves
   * when none is left. A second call during the first one kills at once.
   */
  end(gracePeriods: GracePeriods = DEFAULT_GRACE_PERIODS, first: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<void> {
    if (this.ending !== undefined) {
      this.isHurried = true;
      return this.ending;
    }
    // The first signal is sent synchronously, so it is sent even if nobody waits for the promise.
    this.ending = this.endBySteps(gracePeriods, first).finally(() => {
      this.ending = undefined;
    });
    return this.ending;
  }

  private async endBySteps(
    { interruptMs, terminateMs, killMs }: GracePeriods,
    first: 'SIGINT' | 'SIGTERM',
  ): Promise<void> {
    if (first === 'SIGINT' && (await this.signalAll('SIGINT', interruptMs))) return;
    if (!this.isHurried && (await this.signalAll('SIGTERM', terminateMs))) return;
    this.isHurried = false;
    await this.signalAll('SIGKILL', killMs);
  }

  /** True once none is left; false after the grace period, or after a second call of `end`. */
  private async signalAll(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL', graceMs: number): Promise<boolean> {
    const members = this.members();
    if (members === null) signal(-this.leader, name);
    else for (const { pid } of members) signal(pid, name);
    for (let waited = 0; waited < graceMs; waited += LOOK_MS) {
      if (!this.isAlive()) return true;
      if (this.isHurried) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return !this.isAlive();
  }

  /** The living processes, null if they cannot be listed. A process that was a member once stays one. */
  private members(): readonly ProcessStat[] | null {
    const all = allProcesses();
    if (all === null) return null;
    const byId = new Map(all.map((each) => [each.pid, each]));
    for (const [pid, { started }] of this.known) if (byId.get(pid)?.started !== started) this.known.delete(pid);
    const isMember = (each: ProcessStat): boolean => {
      for (let at: ProcessStat | undefined = each, depth = 0; at !== undefined && depth < 64; depth++) {
        if (at.group === this.leader || at.pid === this.leader || this.known.has(at.pid)) return true;
        at = byId.get(at.parent);
      }
      return false;
    };
    for (const each of all) if (isMember(each)) this.known.set(each.pid, each);
    return [...this.known.keys()].flatMap((pid) => byId.get(pid) ?? []).filter(({ state }) => state !== 'Z');
  }
}

/** Whether a process with this id is alive, and started at this time (null: at any time). */
export function isSameProcess(pid: number, started: string | null): boolean {
  const stat = processStat(pid);
  if (stat === null) return started === null && signal(pid, 0);
  return stat.state !== 'Z' && (started === null || stat.started === started);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

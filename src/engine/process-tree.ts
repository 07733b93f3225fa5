import { allProcesses, type ProcessStat, processStat } from './proc.ts';

/** How long each signal may take, in milliseconds. */
export interface Graces {
  /** After SIGINT, on which Python writes what it holds. */
  readonly interruptMs: number;
  readonly terminateMs: number;
  readonly killMs: number;
}

export const USUAL_GRACES: Graces = { interruptMs: 3000, terminateMs: 3000, killMs: 2000 };

const LOOK_MS = 50;

/**
 * A process that leads a group of its own, with all that it started: its group, and on Linux also descendants that
 * left the group.
 */
export class ProcessTree {
  readonly leader: number;
  private readonly known = new Map<number, ProcessStat>();
  private ending: Promise<void> | undefined;
  private isHurried = false;

  constructor(leader: number) {
    this.leader = leader;
  }

  /** Whether any of the processes lives. */
  isAlive(): boolean {
    const members = this.members();
    return members === null ? signal(-this.leader, 0) : members.length > 0;
  }

  /** Time on a processor that all of them together have used, in clock ticks; null if the machine does not say. */
  cpuTicks(): number | null {
    const members = this.members();
    return members === null ? null : members.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  }

  /**
   * Ends all of them by SIGINT, then SIGTERM, then SIGKILL, each when the grace of the one before is over. Resolves when
   * none is left. A second call, made while the first is at work, kills at once.
   */
  end(graces: Graces = USUAL_GRACES, first: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<void> {
    if (this.ending !== undefined) {
      this.isHurried = true;
      return this.ending;
    }
    // What is sent before the first wait is sent even where nobody waits for the rest.
    this.ending = this.endBySteps(graces, first).finally(() => {
      this.ending = undefined;
    });
    return this.ending;
  }

  private async endBySteps({ interruptMs, terminateMs, killMs }: Graces, first: 'SIGINT' | 'SIGTERM'): Promise<void> {
    if (first === 'SIGINT' && (await this.signalAll('SIGINT', interruptMs))) return;
    if (!this.isHurried && (await this.signalAll('SIGTERM', terminateMs))) return;
    this.isHurried = false;
    await this.signalAll('SIGKILL', killMs);
  }

  /** True once none is left; false when the grace is over, or when somebody is in a hurry. */
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

  /** Those that live, null where the machine cannot list them; one that was a member once stays one. */
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

/** Whether a process with this id is there, and is the one that started then (null: whichever it is). */
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

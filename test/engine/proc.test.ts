import { describe, expect, it } from 'vitest';
import { allProcesses, processStat } from '../../src/engine/proc.ts';

describe('what /proc says about a process', () => {
  it('is its parent, group, start and processor time', () => {
    const stat = processStat(process.pid);
    expect(stat).toMatchObject({ pid: process.pid, parent: process.ppid });
    expect(stat?.state).toMatch(/^[RS]$/);
    expect(stat?.started).toMatch(/^\d+$/);
    expect(stat?.cpuTicks).toBeGreaterThan(0);
    expect(stat?.group).toBeGreaterThan(0);
  });

  it('is nothing if there is no process', () => {
    expect(processStat(2 ** 30)).toBeNull();
  });

  it('includes all processes, this one too', () => {
    expect(allProcesses()?.map(({ pid }) => pid)).toContain(process.pid);
  });
});

import { describe, expect, it } from 'vitest';
import { allProcesses, processStat } from '../../src/engine/proc.ts';

describe('what /proc tells of a process', () => {
  it('is its parent, group, start and time on a processor', () => {
    const stat = processStat(process.pid);
    expect(stat).toMatchObject({ pid: process.pid, parent: process.ppid });
    expect(stat?.state).toMatch(/^[RS]$/);
    expect(stat?.started).toMatch(/^\d+$/);
    expect(stat?.cpuTicks).toBeGreaterThan(0);
    expect(stat?.group).toBeGreaterThan(0);
  });

  it('is nothing where there is none', () => {
    expect(processStat(2 ** 30)).toBeNull();
  });

  it('lists them all, this one too', () => {
    expect(allProcesses()?.map(({ pid }) => pid)).toContain(process.pid);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/version.ts';

const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
const sections = changelog.split(/^## /m).slice(1);
const titles = sections.map((section) => section.slice(0, section.indexOf('\n')));

describe('the changelog', () => {
  it('has the version of the package first, after unreleased changes', () => {
    expect(titles[0]).toBe('[Unreleased]');
    expect(titles[1]).toMatch(/^\[[\d.]+\] - \d{4}-\d{2}-\d{2}$/);
    expect(titles[1]).toContain(`[${VERSION}] - `);
  });

  it('lists versions and their dates from the newest to the oldest', () => {
    const released = titles.slice(1).map((title) => title.replace(/^\[(.*)\] - (.*)$/, '$2 $1'));
    expect(released).toEqual(released.toSorted().reverse());
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('groups changes as Added, Changed, Fixed, each at most once per version and never empty', () => {
    const order = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    for (const section of sections) {
      const [, ...groups] = section.split(/^### /m);
      const names = groups.map((group) => group.slice(0, group.indexOf('\n')));
      expect(names).toEqual(order.filter((name) => names.includes(name)));
      for (const group of groups) expect(group).toMatch(/\n- \S/);
    }
  });

  it('repeats nothing', () => {
    const entries = changelog.split(/\n(?=- )/).slice(1);
    expect(entries.filter((entry, place) => entries.indexOf(entry) !== place)).toEqual([]);
  });
});

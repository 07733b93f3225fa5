import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, readDocument } from './blocks.ts';

describe('docs/api.md', () => {
  // The script fails if a public symbol has no docstring or is not exported, or a link is broken.
  it('is what npm run docs writes', () => {
    const page = execFileSync(process.execPath, [join(PROJECT, 'scripts', 'docs.js'), '--print'], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(readDocument('docs/api.md')).toBe(page);
  }, 120_000);

  const page = readDocument('docs/api.md');
  const [functionsAndClasses = ''] = page.split('\n## Interfaces\n');
  const sections = (text: string, mark: string) =>
    text
      .split(`\n${mark} `)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0]?.replace(/\W+$/, '') ?? '', section] as const);

  it('begins with job and Job', () => {
    expect(
      sections(page, '###')
        .map(([name]) => name)
        .slice(0, 3),
    ).toEqual(['job', 'Job', 'Starwhale']);
  });

  it('shows how to use each function and class', () => {
    // The examples of their base classes cover these.
    const likeOthers = ['BoundingBox3D', 'COCOObjectAnnotation', 'JsonDict', 'Sequence', 'GrayscaleImage'];
    const all = sections(functionsAndClasses, '###');
    expect(all.length).toBeGreaterThan(30);
    const without = all.filter(([, section]) => !section.includes('# Example')).map(([name]) => name);
    expect(without).toEqual(likeOthers);
  });

  it('shows how to use each method of Job and Starwhale', () => {
    const shownAbove = ['uri', 'Constructor', 'close', '\\[asyncDispose'];
    const methods = sections(functionsAndClasses, '###')
      .filter(([name]) => name === 'Job' || name === 'Starwhale')
      .flatMap(([, section]) => sections(section, '#####'));
    expect(methods.length).toBeGreaterThan(25);
    const without = methods.filter(([, section]) => !section.includes('# Example')).map(([name]) => name);
    expect(without.filter((name) => !shownAbove.includes(name))).toEqual([]);
  });
});

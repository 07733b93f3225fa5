import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, readDocument } from './blocks.ts';

describe('docs/api.md', () => {
  // The script fails where a public symbol has no docstring, is not exported, or is linked to nowhere.
  it('is what npm run docs writes', () => {
    const page = execFileSync(process.execPath, [join(PROJECT, 'scripts', 'docs.js'), '--print'], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(readDocument('docs/api.md')).toBe(page);
  }, 120_000);

  it('shows how to use what a program begins with', () => {
    const page = readDocument('docs/api.md');
    for (const name of ['job\\(\\)', 'Job', 'SwjobError', 'Content', 'Project']) {
      const [, section = ''] = new RegExp(`^### ${name}\\n([\\s\\S]*?)(?=\\n### )`, 'm').exec(page) ?? [];
      expect(section, name).toContain('Example');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { newJobVersion } from '../../src/engine/job-version.ts';

describe('the id of a new job', () => {
  it('looks like the engine’s: 40 letters of lower-case base32', () => {
    for (let i = 0; i < 50; i++) expect(newJobVersion()).toMatch(/^[a-z2-7]{40}$/);
  });

  it('differs each time, and uses the whole alphabet', () => {
    const versions = Array.from({ length: 200 }, newJobVersion);
    expect(new Set(versions).size).toBe(200);
    expect(new Set(versions.join('')).size).toBe(32);
  });
});

import { describe, expect, it } from 'vitest';
import { FORMS, LIST_OF_FORMS } from '../../src/uri/forms.ts';
import { parseJob, parseProject, parseResource } from '../../src/uri/parse.ts';

/** The examples in a list: the part before the explanation, split at commas. */
function examples(list: string): string[] {
  return list
    .split('\n')
    .slice(1)
    .flatMap((line) => (line.trim().split(/ {2,}/)[0] ?? '').split(', '));
}

describe('the list of forms', () => {
  it.each(examples(FORMS.job))('has a job URI that can be read: %s', (text) => {
    expect(parseJob(text).job).toBeDefined();
  });

  it.each(examples(FORMS.project))('has a project URI that can be read: %s', (text) => {
    expect(parseProject(text).project).not.toBeNull();
  });

  it.each(examples(FORMS.resource))('has a model URI that can be read: %s', (text) => {
    expect(parseResource(text, 'model').name).not.toBeNull();
  });

  it('fits 80 columns and has every kind', () => {
    expect(Math.max(...LIST_OF_FORMS.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const list of Object.values(FORMS)) expect(LIST_OF_FORMS).toContain(list);
  });
});

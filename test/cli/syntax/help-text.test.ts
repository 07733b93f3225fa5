import { expect, it } from 'vitest';
import { helpText } from '../../../src/cli/syntax/help-text.ts';

it('wraps each line of prose by itself, so that the columns of a list stay', () => {
  const prose = 'What follows is a short list.\n\nbash  one line\nzsh   one line that does not fit';
  expect(helpText([{ prose }], 24)).toBe(
    'What follows is a short\nlist.\n\nbash  one line\nzsh   one line that does\nnot fit\n',
  );
});

import { describe, expect, it } from 'vitest';
import { PROGRAMS } from './attack-pickles.ts';
import { outcomeOf } from './outcome.ts';

describe('a program in a pickle is read as data:', () => {
  it.each(PROGRAMS)('$name', (attack) => {
    expect(outcomeOf(attack)).toBe('json' in attack.outcome ? attack.outcome.json : undefined);
  });
});

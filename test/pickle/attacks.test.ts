import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { UnreadablePickle } from '../../src/pickle/unreadable.ts';
import { jsonText } from '../../src/render/json.ts';
import { type Attack, BOMBS, PROGRAMS } from './attack-pickles.ts';

function outcomeOf({ bytes }: Attack): string {
  try {
    return jsonText(unpickle(bytes()));
  } catch (error) {
    if (!(error instanceof UnreadablePickle)) throw error;
    expect(error.cause, String(error.cause)).toBeUndefined();
    return `refused: ${error.message}`;
  }
}

describe('a program in a pickle is read as data:', () => {
  it.each(PROGRAMS)('$name', (attack) => {
    expect(outcomeOf(attack)).toBe('json' in attack.outcome ? attack.outcome.json : undefined);
  });
});

describe('a pickle that needs too much is refused in time:', () => {
  it.each(BOMBS)('$name', { timeout: 20_000 }, (attack) => {
    const began = process.cpuUsage();
    const outcome = outcomeOf(attack);
    if ('json' in attack.outcome) expect(outcome).toBe(attack.outcome.json);
    else expect(outcome).toMatch(attack.outcome.reason);
    // Of the processor's time, as the machine may be busy; making the pickle counts, too.
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });
});

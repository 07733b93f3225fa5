import { expect } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { UnreadablePickle } from '../../src/pickle/unreadable.ts';
import { jsonText } from '../../src/render/json.ts';
import type { Attack } from './attack.ts';

/** The JSON of the value in a pickle, or why it is refused; an internal error fails the test. */
export function outcomeOf({ bytes }: Attack): string {
  try {
    return jsonText(unpickle(bytes()));
  } catch (error) {
    if (!(error instanceof UnreadablePickle)) throw error;
    expect(error.cause, String(error.cause)).toBeUndefined();
    return `refused: ${error.message}`;
  }
}

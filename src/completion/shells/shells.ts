import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { powershell } from './powershell.ts';
import type { Shell } from './shell.ts';
import { zsh } from './zsh.ts';

const SHELLS: ReadonlyMap<string, Shell> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
  ['powershell', powershell],
]);

/** By the name that `swjob completion` takes. */
export function shellNamed(name: string): Shell | undefined {
  return SHELLS.get(name);
}

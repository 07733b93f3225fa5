import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const PICTURE = new URL('../../docs/session.svg', import.meta.url);
const SCRIPT = new URL('../../scripts/picture.js', import.meta.url);

it("the README's picture is what the commands print (npm run picture)", async () => {
  const { sessionPicture } = (await import(SCRIPT.href)) as { sessionPicture(): string };
  expect(sessionPicture()).toBe(await readFile(PICTURE, 'utf8'));
});

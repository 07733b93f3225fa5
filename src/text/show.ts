const LONGEST = 60;

/** Makes a string one line that is safe for a terminal: white space as spaces, control characters as `·`. */
export function oneLine(text: string): string {
  return text.replace(/\s/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '·');
}

/** Quotes user input for an error message: one line, control characters escaped, cut if long. */
export function show(text: string): string {
  const characters = Array.from(text.slice(0, 2 * LONGEST));
  const cut = characters.length > LONGEST || text.length > 2 * LONGEST;
  return JSON.stringify(cut ? `${characters.slice(0, LONGEST).join('')}…` : text).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

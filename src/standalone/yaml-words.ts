/** Plain scalars that are not strings. The client's YAML 1.1 writer puts strings that look like these in quotes. */
export const NULL_WORD = /^(?:~|null|Null|NULL|)$/;
export const BOOLEAN_WORD = /^(?:true|True|TRUE|false|False|FALSE)$/;
export const INTEGER_WORD = /^[-+]?(?:0|[1-9]\d{0,14})$/;

/** The value of a plain (unquoted) scalar. */
export function plainScalar(text: string): string | number | boolean | null {
  if (NULL_WORD.test(text)) return null;
  if (BOOLEAN_WORD.test(text)) return text.toLowerCase() === 'true';
  return INTEGER_WORD.test(text) ? Number(text) : text;
}

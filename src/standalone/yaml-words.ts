/** Which plain scalars of a manifest are not text: the words of YAML 1.1 that the client's own writer quotes otherwise. */
export const NULL_WORD = /^(?:~|null|Null|NULL|)$/;
export const BOOLEAN_WORD = /^(?:true|True|TRUE|false|False|FALSE)$/;
export const INTEGER_WORD = /^[-+]?(?:0|[1-9]\d{0,14})$/;

/** What a plain (unquoted) scalar means. */
export function plainScalar(text: string): string | number | boolean | null {
  if (NULL_WORD.test(text)) return null;
  if (BOOLEAN_WORD.test(text)) return text.toLowerCase() === 'true';
  return INTEGER_WORD.test(text) ? Number(text) : text;
}

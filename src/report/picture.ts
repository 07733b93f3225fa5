import type { Picture } from './report-data.ts';

/** The first bytes of the image formats that a page may show. Not SVG: it is a document that may contain anything. */
const KINDS: readonly { readonly type: string; readonly begins: readonly (number | null)[] }[] = [
  { type: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', begins: [0x47, 0x49, 0x46, 0x38, null, 0x61] },
  { type: 'image/webp', begins: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50] },
];

/** A picture, recognised by its bytes, whatever its name or type says; null if a page may not show it. */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const kind = KINDS.find(({ begins }) => begins.every((byte, index) => byte === null || bytes[index] === byte));
  if (kind === undefined) return null;
  return {
    source: `data:${kind.type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`,
  };
}

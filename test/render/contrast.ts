/** The colours of xterm after the first 16, which users can change. */
function rgbOf256(code: number): readonly [number, number, number] {
  if (code >= 232) return [8 + (code - 232) * 10, 8 + (code - 232) * 10, 8 + (code - 232) * 10];
  const level = (part: number): number => [0, 95, 135, 175, 215, 255][part] ?? 0;
  const at = code - 16;
  return [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)];
}

/** The contrast of two colours by WCAG 2, from 1 to 21. */
export function contrast(a: readonly number[], b: readonly number[]): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours in a text, as sequences of 256 or of 16 million set them. */
export function coloursOf(text: string): { readonly ink?: readonly number[]; readonly back?: readonly number[] } {
  const found: { ink?: readonly number[]; back?: readonly number[] } = {};
  for (const [, layer, code, rgb] of text.matchAll(/\u001b\[([34])8;(?:5;(\d+)|2;([\d;]+))m/g)) {
    const colour = code === undefined ? (rgb ?? '').split(';').map(Number) : rgbOf256(Number(code));
    found[layer === '3' ? 'ink' : 'back'] = colour;
  }
  return found;
}

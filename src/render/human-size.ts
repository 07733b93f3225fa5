const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A count of bytes for people: `8 B`, `1.5 KiB`, `340 MiB` (powers of 1024). */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let size = bytes;
  let unit = '';
  for (const name of UNITS) {
    if (Math.round(size) < 1024 && unit !== '') break;
    size /= 1024;
    unit = name;
  }
  const digits = size < 9.95 ? size.toFixed(1).replace(/\.0$/, '') : String(Math.round(size));
  return `${digits} ${unit}`;
}

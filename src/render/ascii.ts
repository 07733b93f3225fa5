import type { OutputSink } from './file-sink.ts';

/** Stand-ins, of one cell each, for the signs that screens are drawn with. */
const STAND_INS: Readonly<Record<string, string>> = {
  '…': '~',
  '→': '>',
  '▲': '^',
  '▼': 'v',
  '×': 'x',
  '·': "'",
  '░': '.',
  '▒': ':',
  '▓': '+',
  '█': '#',
};

/** The text with these signs in ASCII; other characters, such as letters of names, stay. */
export function inAscii(text: string): string {
  return text.replace(/[…→▲▼×·░▒▓█]/g, (sign) => STAND_INS[sign] ?? sign);
}

/** A sink that passes text on in ASCII. */
export function asciiSink(sink: OutputSink): OutputSink {
  return {
    write: (chunk) => sink.write(inAscii(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())),
    flush: () => sink.flush(),
    commit: () => sink.commit(),
    abort: () => sink.abort(),
  };
}

import { type Attack, pickle, refused, repeated, text } from './attack.ts';

/** Pickles whose values are nested deep, contain themselves, or share so much that they would be endless if copied. */
export const NESTED_BOMBS: readonly Attack[] = [
  { name: 'a list 100,000 deep', bytes: () => deep(']', 'a'), outcome: refused(/nested more than 500/) },
  { name: 'tuples 100,000 deep', bytes: () => deep('N', '\x85'), outcome: refused(/nested more than 500/) },
  { name: 'calls 100,000 deep', bytes: () => nestedCalls('c\nf\n', 100_000), outcome: refused(/nested more than 500/) },
  {
    name: 'parameters 50,000 deep',
    bytes: () => nestedCalls('ctorch._utils\n_rebuild_parameter\n', 50_000),
    outcome: refused(/nested more than 500/),
  },
  {
    name: 'functions 100,000 deep',
    bytes: () => text(`ca\nb\n${')R'.repeat(100_000)}.`),
    outcome: refused(/calls something that is not a class/),
  },
  {
    name: '100,000 marks',
    bytes: () => text(`${'('.repeat(100_000)}.`),
    outcome: refused(/too many marks/),
  },
  { name: 'a list in itself', bytes: pickle('(lp0\ng0\na.'), outcome: refused(/contains itself/) },
  { name: 'a dict in itself', bytes: pickle('}q\0X\x01\0\0\0ah\0s.'), outcome: refused(/contains itself/) },
  { name: 'an object in itself', bytes: pickle('ca\nB\n)\x81q\0}Vme\nh\0sb.'), outcome: refused(/contains itself/) },
  {
    name: 'a dtype in itself',
    bytes: pickle(
      'cnumpy\ndtype\n(VV4\ntRq\0(I3\nV<\nN(Va\nVb\nt}Va\n(h\0I0\ntsVb\n(h\0I0\ntsI4\nI1\nI0\ntbq\x01(h\x01C\x04aaaat0cnumpy.core.multiarray\nscalar\n(h\x01C\x04aaaatR.',
    ),
    outcome: refused(/contains itself/),
  },
  {
    name: 'shared references of 2^26 values',
    bytes: () => doubled(26),
    outcome: refused(/more than 1,000,000 values/),
  },
  {
    name: 'shared references of 2^5000 values',
    bytes: () => doubled(400),
    outcome: refused(/more than 1,000,000 values/),
  },
  { name: 'shared tuples as keys', bytes: () => doubledKeys(60), outcome: refused(/more than 1,000,000 values/) },
];

function deep(first: string, wrap: string): Buffer {
  return wrap === 'a'
    ? text(`${first.repeat(100_000)}${wrap.repeat(99_999)}.`)
    : text(`${first}${wrap.repeat(100_000)}.`);
}

function nestedCalls(name: string, depth: number): Buffer {
  return Buffer.concat([repeated(name, depth), text('N'), repeated('\x85R', depth), text('.')]);
}

/** A list that contains another list twice, and so on. */
function doubled(levels: number): Buffer {
  let pickled = '(I1\nI2\nlp0\n';
  for (let level = 1; level <= levels; level++) pickled += `(g${level - 1}\ng${level - 1}\nlp${level}\n`;
  return text(`${pickled}.`);
}

function doubledKeys(levels: number): Buffer {
  let pickled = 'I1\nI1\n\x86p0\n';
  for (let level = 1; level <= levels; level++) pickled += `g${level - 1}\ng${level - 1}\n\x86p${level}\n`;
  return text(`${pickled}}g${levels}\nNs.`);
}

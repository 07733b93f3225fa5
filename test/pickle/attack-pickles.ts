import { type Attack, OBJECT, pickle, read } from './attack.ts';

const SYSTEM = OBJECT('os.system', '"_args":["touch ran"],');

/** Programs in pickles, which are all read as data about what they would call. */
export const PROGRAMS: readonly Attack[] = [
  { name: 'os.system by REDUCE', bytes: pickle('cos\nsystem\n(Vtouch ran\ntR.'), outcome: read(SYSTEM) },
  {
    name: 'os.system by STACK_GLOBAL and REDUCE',
    bytes: pickle('\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x09touch ran\x85R.'),
    outcome: read(SYSTEM),
  },
  {
    name: 'os.system by NEWOBJ',
    bytes: pickle('\x80\x02cos\nsystem\nX\x09\0\0\0touch ran\x85\x81.'),
    outcome: read(SYSTEM),
  },
  { name: 'os.system by INST', bytes: pickle('(Vtouch ran\nios\nsystem\n.'), outcome: read(SYSTEM) },
  { name: 'os.system by OBJ', bytes: pickle('(cos\nsystem\nVtouch ran\no.'), outcome: read(SYSTEM) },
  { name: 'os.system as a name', bytes: pickle('cos\nsystem\n.'), outcome: read('"os.system"') },
  {
    name: 'a name with line breaks and quotes',
    bytes: pickle('\x80\x04\x8c\x04o\ns"\x8c\x03__"\x93)\x81.'),
    outcome: read(OBJECT('o\\ns\\".__\\"', '')),
  },
  {
    name: 'names of JavaScript: constructor, __proto__',
    bytes: pickle('c__proto__\nconstructor\n(}V__proto__\n}Vpolluted\nI1\nsstR.'),
    outcome: read(OBJECT('__proto__.constructor', '"_args":[{"__proto__":{"polluted":1}}],')),
  },
  {
    name: 'eval by builtins',
    bytes: pickle('cbuiltins\neval\n(V1+1\ntR.'),
    outcome: read(OBJECT('builtins.eval', '"_args":["1+1"],')),
  },
  {
    name: 'getattr to reach a function',
    bytes: pickle('cbuiltins\ngetattr\n(cos\npath\nVsystem\ntR(Vtouch ran\ntR.'),
    outcome: read(OBJECT('os.path.system', '"_args":["touch ran"],')),
  },
  {
    name: 'a call of what a call gives',
    bytes: pickle('cbuiltins\n__import__\n(Vos\ntR(Vx\ntR.'),
    outcome: read(OBJECT('builtins.__import__(…)', '"_args":["x"],')),
  },
  {
    name: 'EXT1',
    bytes: pickle('\x80\x02\x82\xf0(I1\ntR.'),
    outcome: read(OBJECT('copyreg.extension 240', '"_args":[1],')),
  },
  { name: 'EXT2', bytes: pickle('\x80\x02\x83\xf0\x01)R.'), outcome: read(OBJECT('copyreg.extension 496', '')) },
  { name: 'EXT4', bytes: pickle('\x80\x02\x84\xf0\x01\0\0.'), outcome: read('"copyreg.extension 496"') },
  {
    name: 'BUILD with slots',
    bytes: pickle('ca\nB\n)\x81(N}V__class__\ncos\nsystem\nstb.'),
    outcome: read(OBJECT('a.B', '"__class__":"os.system",')),
  },
  { name: 'BUILD of a class', bytes: pickle('ca\nB\n}Vx\nI1\nsb.'), outcome: read('"a.B"') },
  {
    name: 'a persistent id of protocol 0',
    bytes: pickle('Pthe id\n.'),
    outcome: read(OBJECT('persistent id', '"id":"the id",')),
  },
  { name: 'a persistent id', bytes: pickle('(I1\nVx\ntQ.'), outcome: read(OBJECT('persistent id', '"id":[1,"x"],')) },
  {
    name: 'an out-of-band buffer',
    bytes: pickle('\x80\x05\x97\x98.'),
    outcome: read(OBJECT('out-of-band buffer', '"index":0,')),
  },
];

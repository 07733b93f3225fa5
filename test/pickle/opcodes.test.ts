import { describe, expect, it } from 'vitest';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { jsonText } from '../../src/render/json.ts';

/** Every opcode of the protocols 0 to 5, by its name in Python's `pickletools`: a pickle that needs it, and its JSON. */
const OPCODES: readonly (readonly [name: string, code: number, pickle: string, json: string])[] = [
  ['MARK', 0x28, '(K\x01t.', '[1]'],
  ['EMPTY_TUPLE', 0x29, ').', '[]'],
  ['STOP', 0x2e, 'N.', 'null'],
  ['POP', 0x30, 'K\x01K\x020.', '1'],
  ['POP_MARK', 0x31, 'K\x01(K\x02K\x031.', '1'],
  ['DUP', 0x32, 'K\x012\x86.', '[1,1]'],
  ['BINBYTES', 0x42, 'B\x02\0\0\0ab.', '"YWI="'],
  ['SHORT_BINBYTES', 0x43, 'C\x02ab.', '"YWI="'],
  ['FLOAT', 0x46, 'F-1.5e3\n.', '-1500'],
  ['BINFLOAT', 0x47, 'G\xbf\xf8\0\0\0\0\0\0.', '-1.5'],
  ['INT', 0x49, '(I-7\nI01\nI00\nt.', '[-7,true,false]'],
  ['BININT', 0x4a, 'J\xfe\xff\xff\xff.', '-2'],
  ['BININT1', 0x4b, 'K\xff.', '255'],
  ['LONG', 0x4c, 'L-18446744073709551617L\n.', '-18446744073709551617'],
  ['BININT2', 0x4d, 'M\x01\x80.', '32769'],
  ['NONE', 0x4e, 'N.', 'null'],
  ['PERSID', 0x50, 'Pid\n.', '{"id":"id","_python_type":"persistent id"}'],
  ['BINPERSID', 0x51, 'K\x01Q.', '{"id":1,"_python_type":"persistent id"}'],
  ['REDUCE', 0x52, 'ca\nB\nK\x01\x85R.', '{"_args":[1],"_python_type":"a.B"}'],
  ['STRING', 0x53, "S'a\\x41\\n\\101\\\\\\q'\n.", '"aA\\nA\\\\\\\\q"'],
  ['BINSTRING', 0x54, '(T\x02\0\0\0abT\x01\0\0\0\xfft.', '["ab","/w=="]'],
  ['SHORT_BINSTRING', 0x55, '(U\x02abU\x01\xfft.', '["ab","/w=="]'],
  ['UNICODE', 0x56, 'V\xe9\\u6f22\\U0001f642\\x\\\\u0041\n.', '"é漢🙂\\\\x\\\\\\\\u0041"'],
  ['BINUNICODE', 0x58, 'X\x03\0\0\0\xe6\xbc\xa2.', '"漢"'],
  ['EMPTY_LIST', 0x5d, '].', '[]'],
  ['APPEND', 0x61, ']K\x01a.', '[1]'],
  ['BUILD', 0x62, 'ca\nB\n)\x81}Vx\nK\x01sb.', '{"x":1,"_python_type":"a.B"}'],
  ['GLOBAL', 0x63, 'ca\nB\n.', '"a.B"'],
  ['DICT', 0x64, '(Va\nK\x01d.', '{"a":1}'],
  ['APPENDS', 0x65, '](K\x01K\x02e.', '[1,2]'],
  ['GET', 0x67, 'K\x01p5\n0g5\n.', '1'],
  ['BINGET', 0x68, 'K\x01q\x050h\x05.', '1'],
  ['INST', 0x69, '(K\x01ia\nB\n.', '{"_args":[1],"_python_type":"a.B"}'],
  ['LONG_BINGET', 0x6a, 'K\x01r\x05\x01\0\x000j\x05\x01\0\0.', '1'],
  ['LIST', 0x6c, '(K\x01l.', '[1]'],
  ['OBJ', 0x6f, '(ca\nB\nK\x01o.', '{"_args":[1],"_python_type":"a.B"}'],
  ['PUT', 0x70, 'K\x01p5\n0g5\n.', '1'],
  ['BINPUT', 0x71, 'K\x01q\x050h\x05.', '1'],
  ['LONG_BINPUT', 0x72, 'K\x01r\xff\xff\xff\xff0j\xff\xff\xff\xff.', '1'],
  ['SETITEM', 0x73, '}Va\nK\x01s.', '{"a":1}'],
  ['TUPLE', 0x74, '(K\x01K\x02t.', '[1,2]'],
  ['SETITEMS', 0x75, '}(Va\nK\x01Vb\nK\x02u.', '{"a":1,"b":2}'],
  ['EMPTY_DICT', 0x7d, '}.', '{}'],
  ['PROTO', 0x80, '\x80\x05N.', 'null'],
  ['NEWOBJ', 0x81, 'ca\nB\nK\x01\x85\x81.', '{"_args":[1],"_python_type":"a.B"}'],
  ['EXT1', 0x82, '\x82\x07.', '"copyreg.extension 7"'],
  ['EXT2', 0x83, '\x83\x07\x01.', '"copyreg.extension 263"'],
  ['EXT4', 0x84, '\x84\x07\0\x01\0.', '"copyreg.extension 65543"'],
  ['TUPLE1', 0x85, 'K\x01\x85.', '[1]'],
  ['TUPLE2', 0x86, 'K\x01K\x02\x86.', '[1,2]'],
  ['TUPLE3', 0x87, 'K\x01K\x02K\x03\x87.', '[1,2,3]'],
  ['NEWTRUE', 0x88, '\x88.', 'true'],
  ['NEWFALSE', 0x89, '\x89.', 'false'],
  ['LONG1', 0x8a, '\x8a\x02\x01\x80.', '-32767'],
  ['LONG4', 0x8b, '\x8b\x09\0\0\0\0\0\0\0\0\0\0\0\x01.', '18446744073709551616'],
  ['SHORT_BINUNICODE', 0x8c, '\x8c\x02\xc3\xa9.', '"é"'],
  ['BINUNICODE8', 0x8d, '\x8d\x02\0\0\0\0\0\0\0\xc3\xa9.', '"é"'],
  ['BINBYTES8', 0x8e, '\x8e\x02\0\0\0\0\0\0\0ab.', '"YWI="'],
  ['EMPTY_SET', 0x8f, '\x8f.', '[]'],
  ['ADDITEMS', 0x90, '\x8f(K\x01K\x02K\x01\x90.', '[1,2]'],
  ['FROZENSET', 0x91, '(K\x01K\x02\x91.', '[1,2]'],
  ['NEWOBJ_EX', 0x92, 'ca\nB\nK\x01\x85}Vx\nK\x02s\x92.', '{"_args":[1],"_kwargs":{"x":2},"_python_type":"a.B"}'],
  ['STACK_GLOBAL', 0x93, '\x8c\x01a\x8c\x01B\x93.', '"a.B"'],
  ['MEMOIZE', 0x94, 'K\x01\x94K\x02\x9400h\0h\x01\x86.', '[1,2]'],
  ['FRAME', 0x95, '\x80\x04\x95\x02\0\0\0\0\0\0\0N.', 'null'],
  ['BYTEARRAY8', 0x96, '\x96\x02\0\0\0\0\0\0\0ab.', '"YWI="'],
  ['NEXT_BUFFER', 0x97, '\x97\x97\x86.', '[0,1]'],
  ['READONLY_BUFFER', 0x98, '\x97\x98.', '{"index":0,"_python_type":"out-of-band buffer"}'],
];

describe('the opcode', () => {
  it.each(OPCODES)('%s is read', (name, code, pickle, json) => {
    expect(pickle).toContain(String.fromCharCode(code));
    const ours = jsonText(unpickle(Buffer.from(pickle, 'latin1')));
    if (name !== 'NEXT_BUFFER') expect(ours).toBe(json);
    else expect(ours.match(/"index":\d/g)).toEqual(['"index":0', '"index":1']);
  });

  it('of any other code is refused', () => {
    const known = new Set(OPCODES.map(([, code]) => code));
    expect(known.size).toBe(68);
    for (let code = 0; code < 256; code++) {
      if (known.has(code)) continue;
      expect(() => unpickle(Buffer.from([code, 0x2e]))).toThrow(/unknown opcode 0x/);
    }
  });
});

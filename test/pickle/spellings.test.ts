import { expect, it } from 'vitest';
import { type Attack, pickle, read, refused } from './attack.ts';
import { outcomeOf } from './outcome.ts';

const spelling = (name: string, latin1: string, outcome: Attack['outcome']): Attack => ({
  name,
  bytes: pickle(latin1),
  outcome,
});
const spelled = (name: string, latin1: string, json: string): Attack => spelling(name, latin1, read(json));

/** How older protocols, Python 2, dill and cloudpickle spell the same values. */
const SPELLINGS: readonly Attack[] = [
  spelled(
    'a class derived from dict, in protocol 0',
    'ccopy_reg\n_reconstructor\n(cm\nD\nc__builtin__\ndict\n(dVa\nI1\nstR.',
    '{"a":1,"_python_type":"m.D"}',
  ),
  spelled(
    'a class derived from tuple, in protocol 0',
    'ccopy_reg\n_reconstructor\n(cm\nT\nc__builtin__\ntuple\n(I1\nI2\nttR.',
    '{"_args":[1,2],"_python_type":"m.T"}',
  ),
  spelled(
    'an object with keyword arguments, as a function',
    '\x80\x03ccopyreg\n__newobj_ex__\n(cm\nC\n(I1\nt}Vk\nI2\nstR.',
    '{"_args":[1],"_kwargs":{"k":2},"_python_type":"m.C"}',
  ),
  spelled('bytes in UTF-8', '\x80\x03c_codecs\nencode\n(V\\u00e9\nVutf-8\ntR.', '"w6k="'),
  spelled(
    'bytes in an encoding that is not read',
    '\x80\x03c_codecs\nencode\n(Va\nVutf-16\ntR.',
    '{"_args":["a","utf-16"],"_python_type":"_codecs.encode"}',
  ),
  spelled(
    'a range as source',
    '\x80\x03cdill._dill\n_eval_repr\n(Vrange(1, 9, 2)\ntR.',
    '{"_args":[1,9,2],"_python_type":"builtins.range"}',
  ),
  spelled(
    'source that is no range',
    '\x80\x03cdill._dill\n_eval_repr\n(Vos.getcwd()\ntR.',
    '{"_args":["os.getcwd()"],"_python_type":"dill._dill._eval_repr"}',
  ),
  spelled('an integer as its digits', '\x80\x03cbuiltins\nint\n(V90071992547409931\ntR.', '90071992547409931'),
  spelled('a dict that is called with pairs', '\x80\x03cbuiltins\ndict\n((Va\nI1\ntl\x85R.', '{"a":1}'),
  spelled('infinities in protocol 0', '(Finf\nF-inf\nFnan\nl.', '["Infinity","-Infinity","NaN"]'),
  spelled('an object whose class is a persistent id', 'Pid\n(I1\ntR.', '{"_args":[1],"_python_type":"persistent id"}'),
  spelled(
    'items of a class derived from dict under the name of an attribute',
    'cm\nD\n)\x81}Va\nI1\nsb(Va\nI2\nu.',
    '{"a":1,"_items":{"a":2},"_python_type":"m.D"}',
  ),
  spelling('a name that is not a string', 'I1\nVn\n\x93.', refused(/it has a name that is not a string$/)),
  spelling(
    'keyword arguments that are a list',
    'cm\nC\n)]\x92.',
    refused(/it has keyword arguments that are not a dict$/),
  ),
];

it.each(SPELLINGS)('$name', (attack) => {
  const outcome = outcomeOf(attack);
  if ('json' in attack.outcome) expect(outcome).toBe(attack.outcome.json);
  else expect(outcome).toMatch(attack.outcome.reason);
});

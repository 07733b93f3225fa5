import { type Memory, SIZE } from './limits.ts';
import type { Name } from './part.ts';

/** Modules that were renamed in Python 3, which writes the old names up to protocol 2. */
const MODULES: Readonly<Record<string, string>> = {
  __builtin__: 'builtins',
  copy_reg: 'copyreg',
  exceptions: 'builtins',
  Queue: 'queue',
  SocketServer: 'socketserver',
  ConfigParser: 'configparser',
  UserDict: 'collections',
  UserList: 'collections',
  UserString: 'collections',
  cPickle: 'pickle',
  cStringIO: 'io',
  StringIO: 'io',
  httplib: 'http.client',
  Cookie: 'http.cookies',
  cookielib: 'http.cookiejar',
  urlparse: 'urllib.parse',
  urllib2: 'urllib.request',
  htmlentitydefs: 'html.entities',
  HTMLParser: 'html.parser',
  xmlrpclib: 'xmlrpc.client',
  _abcoll: 'collections.abc',
  thread: '_thread',
};

/** Functions and classes that were moved or renamed in Python 3. */
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  '__builtin__.xrange': ['builtins', 'range'],
  '__builtin__.unicode': ['builtins', 'str'],
  '__builtin__.long': ['builtins', 'int'],
  '__builtin__.unichr': ['builtins', 'chr'],
  '__builtin__.reduce': ['functools', 'reduce'],
  '__builtin__.intern': ['sys', 'intern'],
  '__builtin__.basestring': ['builtins', 'str'],
  'itertools.izip': ['builtins', 'zip'],
  'itertools.imap': ['builtins', 'map'],
  'itertools.ifilter': ['builtins', 'filter'],
  'itertools.izip_longest': ['itertools', 'zip_longest'],
  'itertools.ifilterfalse': ['itertools', 'filterfalse'],
  'exceptions.StandardError': ['builtins', 'Exception'],
  'UserDict.IterableUserDict': ['collections', 'UserDict'],
};

const MAX_KNOWN = 4096;
const LONGEST_KNOWN = 200;
const known = new Map<string, Map<string, Name>>();
let count = 0;

/** A name as in Python 3. The same names share an object, up to `MAX_KNOWN` names. */
export function nameOf(module: string, name: string, memory: Memory, isPython2 = false): Name {
  const length = module.length + name.length;
  if (length > LONGEST_KNOWN) {
    // Includes the full name, which is made from both.
    memory.use(4 * length);
    return { type: 'NAME', module, name, definition: null };
  }
  if (isPython2) {
    const key = `${module}.${name}`;
    if (Object.hasOwn(NAMES, key)) [module, name] = NAMES[key] as readonly [string, string];
    else if (Object.hasOwn(MODULES, module)) module = MODULES[module] as string;
  }
  let names = known.get(module);
  const cached = names?.get(name);
  if (cached !== undefined) return cached;
  const made: Name = { type: 'NAME', module, name, definition: null };
  memory.use(SIZE.made + SIZE.string);
  if (count >= MAX_KNOWN) return made;
  count++;
  if (names === undefined) {
    names = new Map();
    known.set(module, names);
  }
  names.set(name, made);
  return made;
}

const fullNames = new WeakMap<Name, string>();

/** `module.Outer.Inner`; numpy's modules have their names from before version 2. */
export function fullNameOf(name: Name): string {
  let full = fullNames.get(name);
  if (full === undefined || name.definition !== null) {
    const own = name.definition?.qualifiedName ?? name.name;
    full = name.module === '' ? own : `${name.module}.${own}`.replace(/^numpy\._core\./, 'numpy.core.');
    fullNames.set(name, full);
  }
  return full;
}

// A file of type declarations, of which only some are needed.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'rolldown/utils';

export class DeclarationFile {
  #path;
  #statements;
  #needed = new Set();

  constructor(path) {
    this.#path = path;
    const code = readFileSync(path, 'utf8');
    let from = 0;
    this.#statements = parseSync(path, code, { lang: 'dts' }).program.body.map((node) => {
      // With the comment before it.
      const text = code.slice(from, node.end);
      from = node.end;
      return { node, text, names: namesOf(node), isNeeded: false };
    });
  }

  /** Needs everything in the file; returns what that refers to in other files. */
  needAll() {
    return this.#statements.flatMap(({ names }) => names.flatMap((name) => this.need(name)));
  }

  /** Needs the declarations with this name; returns what they refer to in other files, as `{ path, name }`. */
  need(name) {
    if (this.#needed.has(name)) return [];
    this.#needed.add(name);
    return this.#statements
      .filter(({ names }) => names.includes(name))
      .flatMap((statement) => {
        statement.isNeeded = true;
        const { node } = statement;
        if (node.source) return this.#imported(node, name);
        return [...identifiersIn(node)].flatMap((used) => this.need(used));
      });
  }

  /** The needed declarations. Every resolver finds the declaration of a `.js`, but some do not support imports of `.ts`. */
  text() {
    const kept = this.#statements.filter(({ isNeeded }) => isNeeded);
    return kept.map((statement) => (statement.node.source ? this.#importOf(statement) : statement.text)).join('');
  }

  #imported({ source, specifiers }, name) {
    const { imported, local } = specifiers.find((each) => nameIn(each) === name);
    return [
      { path: join(dirname(this.#path), source.value.replace(/\.ts$/, '.d.ts')), name: (imported ?? local).name },
    ];
  }

  /** An import or export from another file, with the needed names only. */
  #importOf({ node, text }) {
    const kept = node.specifiers.filter((each) => this.#needed.has(nameIn(each)));
    const before = text.slice(0, node.specifiers[0].start - node.end);
    const after = text.slice(node.specifiers.at(-1).end - node.end);
    const names = kept.map(({ start, end }) => text.slice(start - node.end, end - node.end || undefined));
    return `${before}${names.join(', ')}${after}`.replace(/\.ts(['"];?)$/, '.js$1');
  }
}

/** The name under which a file knows what it imports, or others what it exports. */
function nameIn({ type, local, exported }) {
  return (type === 'ExportSpecifier' ? exported : local).name;
}

/** The names that a statement declares, imports or exports. */
function namesOf({ specifiers, declaration, ...node }) {
  if (specifiers?.length > 0) return specifiers.map(nameIn);
  const { id, declarations } = declaration ?? node;
  return id ? [id.name] : (declarations ?? []).map((each) => each.id.name);
}

function* identifiersIn(node) {
  if (node?.type === 'Identifier') yield node.name;
  for (const child of Object.values(node ?? {})) if (typeof child === 'object') yield* identifiersIn(child);
}

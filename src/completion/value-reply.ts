import { oneLine } from '../text/show.ts';
import { type Candidate, type Reply, words } from './candidate.ts';
import type { CommandSyntax } from './command-syntax.ts';
import { CompletionSources } from './completion-sources.ts';
import type { CompletionContext, CompletionLimits } from './context.ts';
import type { Position } from './position.ts';
import { valueCandidates } from './value-candidates.ts';
import type { ValueKind } from './value-kinds.ts';

export interface ValueQuestion {
  readonly kind: ValueKind;
  /** Whether there may be several values, separated by commas. */
  readonly list: boolean;
  readonly position: Position;
  readonly program: CommandSyntax;
}

/** The values that begin with what is typed, as whole words. Throws if they cannot be found. */
export async function valueReply(
  { kind, list, position, program }: ValueQuestion,
  context: CompletionContext,
  { limitMs, askLater }: CompletionLimits,
): Promise<Reply> {
  const { current, prefix } = position;
  const start = list ? lastItemStart(current) : 0;
  const typed = current.slice(start);
  const configFile = position.values.get('--config')?.at(-1);
  const sources = new CompletionSources({ context, configFile, limitMs, askLater });
  try {
    const found = await valueCandidates({ kind, typed, position, program, sources, now: context.now() });
    const head = prefix + current.slice(0, start);
    const mayBeginWithDash = position.literal || position.option !== undefined;
    const taken: ReadonlySet<string> = new Set(current.slice(0, start).match(/(?:\\.|[^\\,])+/gs));
    const seen = new Set<string>();
    const fitting: Candidate[] = [];
    for (const { value: name, description, goesOn } of found) {
      const value = list ? listItem(name) : name;
      // The program would take this for an option.
      if (value.startsWith('-') && !mayBeginWithDash) continue;
      if (!value.startsWith(typed) || !isTypable(value) || taken.has(value) || seen.has(value)) continue;
      seen.add(value);
      fitting.push({ value: head + value, description: description && oneLine(description), goesOn });
    }
    return words(fitting);
  } finally {
    await sources.close();
  }
}

/** The start of the last item: after the last comma that is not escaped. */
function lastItemStart(text: string): number {
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ',') start = at + 1;
  }
  return start;
}

/** The value as an item of a list: its own commas and backslashes are escaped. */
function listItem(value: string): string {
  return value.replace(/[\\,]/g, '\\$&');
}

/** Written out, as looking up Unicode's classes takes longer than everything else here. The last are lone surrogates. */
const UNTYPABLE =
  /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Line breaks and control characters could break the shell's line, control the terminal, or reverse what it shows. */
function isTypable(value: string): boolean {
  return value !== '' && !UNTYPABLE.test(value);
}

import { inAscii } from '../render/ascii.ts';
import { redactor } from '../text/secret.ts';
import type { Context, Output } from './context.ts';
import { speaksUtf8 } from './screen.ts';

/** Shorter words are hardly secrets, and redacting them would garble ordinary sentences. */
const MIN_SECRET_LENGTH = 6;

/**
 * A context whose stderr redacts credentials: the secrets of the run, and whatever looks like one. A server, a config or
 * a proxy's address may bring them into any message.
 */
export function guardedContext(context: Context): Context {
  const secrets = new Set<string>();
  let known = -1;
  let redact = redactor([]);
  const hide = (text: string): string => {
    if (known !== secrets.size) {
      redact = redactor([...secrets].filter((secret) => secret.length >= MIN_SECRET_LENGTH));
      known = secrets.size;
    }
    return redact(text);
  };
  const isAscii = ({ isTTY }: Output) => isTTY === true && !speaksUtf8(context.env);
  let guarded: { readonly inner: Output; readonly outer: Output } | undefined;
  const guardedStderr = (): Output => {
    const inner = context.stderr;
    if (guarded?.inner !== inner)
      guarded = { inner, outer: guardedOutput(inner, isAscii(inner) ? (text) => inAscii(hide(text)) : hide) };
    return guarded.outer;
  };
  return new Proxy(context, {
    get(target, name) {
      if (name === 'secrets') return secrets;
      return name === 'stderr' ? guardedStderr() : Reflect.get(target, name, target);
    },
  });
}

function guardedOutput(stream: Output, hide: (text: string) => string): Output {
  return new Proxy(stream, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'write') return value.bind(target);
      // Bytes are another program's output, which is not changed.
      return (chunk: unknown, ...rest: unknown[]) =>
        value.call(target, typeof chunk === 'string' ? hide(chunk) : chunk, ...rest);
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}

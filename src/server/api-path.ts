import { usageError } from '../errors.ts';

/**
 * Builds a path below `/api/v1`. Its parts may come from users or servers: each is encoded, and one that would leave its
 * place (`..`) is refused. The colon of `owner:project` is kept, as the server's own clients send it.
 */
export function apiPath(texts: TemplateStringsArray, ...parts: readonly string[]): string {
  return `/api/v1/${String.raw({ raw: texts }, ...parts.map(segment))}`;
}

function segment(part: string): string {
  if (part === '' || part === '.' || part === '..' || /[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(part)) {
    throw usageError(`${JSON.stringify(part)} cannot be a name or an id on a Server`);
  }
  return encodeURIComponent(part).replaceAll('%3A', ':');
}

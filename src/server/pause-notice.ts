/** Users wonder about a silence of this length. */
const LONG_PAUSE_MS = 3000;

/** Warns of long pauses before requests are repeated: once for all requests that wait at the same time. */
export function pauseNotice(now: () => number, warn: (line: string) => void): (status: number, ms: number) => void {
  let knownUntil = 0;
  return (status, ms) => {
    const end = now() + ms;
    if (ms < LONG_PAUSE_MS || end < knownUntil + LONG_PAUSE_MS) return;
    knownUntil = end;
    warn(`the server is busy (${status}): trying again in ${Math.round(ms / 1000)} s`);
  };
}

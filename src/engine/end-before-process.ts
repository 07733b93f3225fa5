const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const cleanups = new Set<() => Promise<void>>();
let isEnding = false;

/**
 * Has something ended before a signal ends this process, as an engine has a process group of its own and would live on.
 * For programs that use the library: one that listens to the signal itself decides what happens. Returns how to
 * take it back.
 */
export function endBeforeProcess(cleanup: () => Promise<void>): () => void {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.on(signal, endAll);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) stopListening();
  };
}

/** Never resolves once a signal is about to end the process: failures caused by it must not be reported as something else. */
export function unlessEnding(): Promise<void> {
  return isEnding ? new Promise(() => undefined) : Promise.resolve();
}

function endAll(signal: NodeJS.Signals): void {
  const isOnlyListener = process.listenerCount(signal) === 1;
  isEnding ||= isOnlyListener;
  void Promise.allSettled(Array.from(cleanups, (cleanup) => cleanup())).then(() => {
    if (!isOnlyListener) return;
    stopListening();
    process.kill(process.pid, signal);
  });
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, endAll);
}

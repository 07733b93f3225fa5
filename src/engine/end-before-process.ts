const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const cleanups = new Set<() => Promise<void>>();
let isEnding = false;

/**
 * Runs `cleanup` before a signal ends this process: an engine has its own process group and would survive. For programs
 * that use the library; if the program listens to the signal itself, it decides whether to end. Returns a function that
 * unregisters the cleanup.
 */
export function endBeforeProcess(cleanup: () => Promise<void>): () => void {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.on(signal, endAll);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) stopListening();
  };
}

/** Never resolves once a signal is ending the process, so that failures caused by it are not reported as errors. */
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

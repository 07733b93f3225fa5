/** The processor time of this process in milliseconds, which other processes do not affect. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

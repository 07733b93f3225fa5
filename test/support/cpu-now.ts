/** The milliseconds of processor time that this process has used: unlike a clock's, no other process adds to them. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

import { describe, expect, it, onTestFinished } from 'vitest';
import { loggedIn } from '../../support/logged-in.ts';
import { startStandIn } from '../../support/stand-in.ts';
import { unpackStore } from '../../support/stores.ts';
import { atTerminal, python } from '../at-terminal.ts';
import { screenOf } from '../terminal-screen.ts';

describe.skipIf(python === undefined)('swjob watch on a real terminal', () => {
  it('ends with 130 on Ctrl-C, leaves the last frame and shows the cursor', async () => {
    const server = await startStandIn({ root: await unpackStore('real') });
    onTestFinished(() => server.close());
    const job = server.jobs.find((one) => one.project === 'self' && !one.removed);
    job?.become('RUNNING');
    const args = ['watch', String(job?.id), '--interval', '50ms', '--color', 'never'];
    const { status, stdout } = await atTerminal(['RUNNING=^C'], args, { ...(await loggedIn(server)), TERM: 'xterm' });
    const screen = screenOf(stdout, 80);
    expect(status).toBe(130);
    expect(screen.cursorShown).toBe(true);
    expect(screen.wrapped).toBe(false);
    expect(screen.lines[0]).toMatch(/^RUNNING {2}/);
  });
});

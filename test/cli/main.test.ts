import { constants } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { SwjobError } from '../../src/errors.ts';
import { type Ended, swjob } from '../support/cli.ts';

/** How a command ends that meets this error while it opens its session. */
const endedBy = (error: unknown, ...args: readonly string[]): Promise<Ended> =>
  swjob(['list', ...args], {
    openSession: () => {
      throw error;
    },
  });

describe('a command that meets an error', () => {
  it('says what is wrong and what to do, and ends with the status of its kind', async () => {
    const error = new SwjobError('not-found', 'no job x', { hint: 'List the jobs.' });
    expect(await endedBy(error)).toEqual({ status: 3, stdout: '', stderr: 'swjob: no job x\nList the jobs.\n' });
    expect((await endedBy(new SwjobError('usage', 'two\nlines'))).stderr).toBe('swjob: two lines\n');
  });

  it('shows where it comes from with --verbose', async () => {
    const { stderr } = await endedBy(new SwjobError('not-found', 'no job x'), '--verbose');
    expect(stderr).toMatch(/^swjob: no job x\n.*\n? +at .*main\.test\.ts/s);
    const fault = await endedBy(new TypeError('x is undefined'), '-v');
    expect(fault.stderr).toMatch(/^swjob: internal error: x is undefined\n.*TypeError: x is undefined\n +at /s);
    expect((await endedBy('a string', '-v')).stderr).not.toContain(' at ');
  });

  it('asks to report what should not happen', async () => {
    const reported = (message: string) => ({
      status: 1,
      stdout: '',
      stderr: `swjob: internal error: ${message}\nPlease report it, with the output of --verbose.\n`,
    });
    expect(await endedBy(new TypeError('x is undefined'))).toEqual(reported('x is undefined'));
    expect(await endedBy('a string')).toEqual(reported('a string'));
    expect(await endedBy(Object.assign(new Error('y'), { code: 'EIO' }))).toEqual(reported('y'));
  });

  it('says how to go on where a value is longer than a string can be', async () => {
    const tooLong = {
      status: 1,
      stdout: '',
      stderr:
        'swjob: a value or a row is longer than 512 MB, the maximum of a string\nSelect other columns with --columns, or write artifacts to files with --save-artifacts.\n',
    };
    const thrownBy = (make: () => unknown): unknown => {
      try {
        return make();
      } catch (error) {
        return error;
      }
    };
    expect(await endedBy(thrownBy(() => 'x'.repeat(constants.MAX_STRING_LENGTH + 1)))).toEqual(tooLong);
    const bytes = Buffer.alloc(constants.MAX_STRING_LENGTH + 1);
    expect(await endedBy(thrownBy(() => bytes.toString('latin1')))).toEqual(tooLong);
  });

  it('says nothing where a prompt was left, or nobody reads on', async () => {
    expect(await endedBy(new SwjobError('interrupted', ''))).toMatchObject({ stdout: '', stderr: '' });
  });
});

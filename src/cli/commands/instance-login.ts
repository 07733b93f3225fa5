import { text as readText } from 'node:stream/consumers';
import { rowFromPlain } from '../../datastore/typed-value.ts';
import { isSwjobError, SwjobError, usageError } from '../../errors.ts';
import type { UserReply } from '../../server/reply.ts';
import { redact } from '../../text/secret.ts';
import { loadConfig } from '../jobs.ts';
import { printSentence } from '../print-document.ts';
import type { Command, Run } from '../run.ts';
import { loginPlace } from './instance-alias.ts';

export interface LoginOptions {
  readonly alias?: string;
  readonly username?: string;
  readonly passwordStdin?: boolean;
  readonly tokenStdin?: boolean;
  /** swcli takes these as arguments; swjob refuses them. */
  readonly password?: string;
  readonly token?: string;
}

/** Logs in to a Server and saves the token in the config; the password is not saved. */
export const instanceLogin: Command<LoginOptions> = async ([named = ''], options, run) => {
  checkOptions(options);
  const config = await loadConfig(run, { mayBeNew: true });
  const { alias, address } = loginPlace(named, options.alias, config);
  const known = config.instances.get(alias);
  const secret = await askSecret(run, options, address, known?.userName ?? null);
  if (secret.kind === 'password') run.context.secrets?.add(secret.password);
  const { token, user } = await checkedSession(run, address, secret);

  const { updateConfig } = await import('../../config/rewrite.ts');
  const { putInstance } = await import('../../config/changes.ts');
  const role = user.systemRole?.toLowerCase() ?? 'normal';
  updateConfig(config, (document) => {
    putInstance(document, alias, {
      uri: address,
      user_name: user.name,
      user_role: role,
      sw_token: token,
      type: 'cloud',
      updated_at: configTime(run.context.now()),
    });
  });
  await printSentence(run, `logged in to ${address} as ${user.name}, alias ${alias}`, {
    record: rowFromPlain({ alias, address: address, user: user.name, role }),
    id: alias,
  });
  if (!known?.currentProject) run.note(`Choose a project: swjob project select ${alias}/project/PROJECT`);
  else if (config.currentInstance !== alias) run.note(`Make it the current instance: swjob instance select ${alias}`);
};

type Secret =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly userName: string; readonly password: string };

function checkOptions({ password, token, passwordStdin, tokenStdin, username }: LoginOptions): void {
  if (password !== undefined || token !== undefined) {
    throw usageError(
      `--${token === undefined ? 'password' : 'token'} is not accepted: other users of the machine could read it`,
      'Type the password when asked, or use --password-stdin or --token-stdin.',
    );
  }
  if (passwordStdin && tokenStdin) throw usageError('--password-stdin and --token-stdin cannot be used together');
  if (passwordStdin && !username) throw usageError('--password-stdin needs --username');
  if (tokenStdin && username !== undefined) throw usageError('--token-stdin and --username cannot be used together');
}

async function askSecret(run: Run, options: LoginOptions, address: string, known: string | null): Promise<Secret> {
  const { stdin, stderr } = run.context;
  const isTerminal = stdin.isTTY === true && stderr.isTTY === true;
  const { username, passwordStdin, tokenStdin } = options;
  if (!isTerminal) {
    if (tokenStdin) return { kind: 'token', token: checkedToken(await readText(stdin)) };
    if (!passwordStdin) {
      throw usageError(
        `cannot ask for the password for ${address}: not a terminal`,
        'Pass it with --username USER --password-stdin, or a token with --token-stdin.',
      );
    }
    const [password = ''] = (await readText(stdin)).split(/\r?\n/);
    return { kind: 'password', userName: username ?? '', password: checkedPassword(password) };
  }
  const { TerminalPrompt } = await import('../terminal-prompt.ts');
  const prompt = new TerminalPrompt(run.context);
  try {
    if (tokenStdin) return { kind: 'token', token: checkedToken(await prompt.ask('Token: ', { hidden: true })) };
    const usual = known === null ? '' : ` [${known}]`;
    const typed = username ?? (await prompt.ask(`User name on ${address}${usual}: `)).trim();
    const userName = typed === '' ? known : typed;
    if (userName === null) throw usageError('the user name is empty');
    const password = await prompt.ask('Password: ', { hidden: true });
    return { kind: 'password', userName, password: checkedPassword(password) };
  } finally {
    prompt.close();
  }
}

function checkedPassword(password: string): string {
  if (password !== '') return password;
  throw usageError('the password is empty');
}

/** The token as a header; the input may or may not begin with `Bearer`. */
function checkedToken(text: string): string {
  const token = text.trim().replace(/^Bearer\s+/i, '');
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw usageError(
    token === '' ? 'the token is empty' : 'the token contains invalid characters (a line break?)',
    'Find yours in the web console of the Server.',
  );
}

/** Logs in; returns a token that the Server accepts, and its user. */
async function checkedSession(
  run: Run,
  address: string,
  secret: Secret,
): Promise<{ readonly token: string; readonly user: UserReply }> {
  const { withHttp } = await import('../../server/open.ts');
  const { login, whoAmI } = await import('../../server/account.ts');
  const { options } = run.session;
  try {
    const token =
      secret.kind === 'token'
        ? secret.token
        : await withHttp({ address, token: null }, options, (http) => login(http, secret.userName, secret.password));
    return { token, user: await withHttp({ address, token }, options, whoAmI) };
  } catch (error) {
    const { ACCOUNT_HINT } = await import('../../server/errors.ts');
    throw loginError(error, secret, ACCOUNT_HINT);
  }
}

/** Redacts the secret, which a Server's answer may repeat, and replaces a hint other than `kept`, as it asks to log in. */
function loginError(error: unknown, secret: Secret, kept: string): unknown {
  if (!isSwjobError(error)) return error;
  const word = secret.kind === 'token' ? secret.token.replace(/^Bearer /, '') : secret.password;
  const isRefused = error.code === 'not-allowed' && error.hint !== kept;
  const check = secret.kind === 'token' ? 'Check the token.' : 'Check the user name and the password.';
  return new SwjobError(error.code, redact(error.message, [word]), { hint: isRefused ? check : error.hint });
}

/** A time in the client's format: `2026-11-23 08:41:49 UTC`. */
function configTime(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

import { describe, expect, it } from 'vitest';
import { errorOfResponse, serverReason } from '../../src/server/errors.ts';
import { redactor } from '../../src/text/secret.ts';
import { cpuNow } from '../support/cpu-now.ts';
import { bodyText } from './recorded.ts';

describe('serverReason', () => {
  it.each([
    [5, 'name is marked non-null but is null'],
    [44, 'invalid table name project/1/eval/none/x'],
    [45, 'limit must be less or equal to 1000.'],
    [46, 'Character N is neither a decimal digit number, decimal point, nor "e" notation exponential mark.'],
    [50, 'Wrong username or password'],
    [58, 'JWT token is expired or invalid.'],
    [59, 'Not logged in.'],
    [72, "not RUNNING/PAUSED job can't be canceled"],
    [74, 'Please use TrashService.recover() instead.'],
    [76, 'only failed/paused/canceled job can be resumed'],
    [92, 'Resource is not found Starwhale Bundle: 999'],
    [96, 'Resource is not found Starwhale Bundle: Unable to find nope'],
    [
      103,
      'Resource is not found Project: Unable to find project nope, you may use OWNER:PROJECT or project id to access the project',
    ],
  ])('is one line without the echo of the request: exchange %i', (number, reason) => {
    expect(serverReason(bodyText(number))).toBe(reason);
  });

  it.each([
    ['plain text', 'plain text'],
    ['{"status":404,"error":"Not Found","path":"/x"}', 'Not Found'],
    ['{"code":["ValidationException"]}', 'ValidationException'],
    ['{"code":"X","message":"same\\nsame\\n\\n"}', 'same'],
    ['{"code":"X","message":"\\u001b[2Jred\\u0007"}', '[2Jred'],
    ['"text"', 'text'],
    ['{}', null],
    ['', null],
    ['{"message":{"deep":1}}', null],
  ])('of %j is %j', (body, reason) => {
    expect(serverReason(body)).toBe(reason);
  });

  it('is cut if it is endless', () => {
    expect(serverReason('x'.repeat(100_000))?.length).toBeLessThan(600);
  });
});

describe('the hint of a server that refuses an account', () => {
  it.each([
    [403, 'User is disabled', 'Ask the administrator of the server.'],
    [403, 'User account is locked', 'Ask the administrator of the server.'],
    [401, 'The account has expired, please contact the administrator', 'Ask the administrator of the server.'],
    [403, 'Access is denied', 'Your role in the project does not allow this.'],
  ])('for %d %s is %s', (status, message, hint) => {
    const answer = {
      what: 'GET /x',
      address: 'http://a.test',
      status,
      contentType: 'application/json',
      body: JSON.stringify({ message }),
      tokenSent: true,
      tries: 1,
      redact: (text: string) => text,
    };
    expect(errorOfResponse(answer).hint).toBe(hint);
  });
});

describe('the hint of an overloaded server', () => {
  it.each([
    [null, 'Try again later.'],
    [30_000, 'Try again later.'],
    [61_000, 'Try again in 2 minutes: the server asks for that.'],
    [3 * 3_600_000, 'Try again in 3 hours: the server asks for that.'],
    [1e23, 'Try again later.'],
  ])('for Retry-After of %d ms is %s', (retryAfter, hint) => {
    const answer = {
      what: 'GET /x',
      address: 'http://a.test',
      status: 503,
      contentType: '',
      body: '',
      tokenSent: true,
      tries: 1,
    };
    expect(errorOfResponse({ ...answer, retryAfter, redact: (text) => text }).hint).toBe(hint);
  });
});

it('blames the server, not the address, for the page that Tomcat sends in its place', () => {
  const title = 'HTTP Status 500 – Internal Server Error';
  const body = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  const seen = { what: 'GET /x', address: 'http://a.test', status: 500, contentType: 'text/html;charset=UTF-8', body };
  expect(errorOfResponse({ ...seen, tokenSent: true, tries: 1, redact: (text) => text })).toMatchObject({
    code: 'network',
    message: `GET /x: 500: an HTML page, "${title}"`,
    hint: 'The server failed, perhaps as its database is away: its log says more.',
  });
});

describe('what a server says', () => {
  it.each([
    ['blanks', ' '.repeat(100_000)],
    ['blanks before an echo', `${' '.repeat(50_000)}x${' '.repeat(50_000)}`],
    ['titles', '<title'.repeat(16_000)],
    ['open titles', '<title>'.repeat(14_000)],
    ['requests', ' request'.repeat(12_000)],
    ['line breaks', '\r\n'.repeat(50_000)],
    ['quotes', '"token'.repeat(16_000)],
    ['addresses', 'a://b:'.repeat(16_000)],
  ])('is read in linear time with many %s', (_name, text) => {
    const redact = redactor(['Bearer abc.def.ghi']);
    const started = cpuNow();
    for (const [contentType, body] of [
      ['', text],
      ['text/html', text],
      ['', JSON.stringify({ message: [text] })],
    ] as const) {
      const answer = {
        what: 'GET /x',
        address: 'http://a.test',
        status: 500,
        contentType,
        body,
        tokenSent: true,
        tries: 1,
        redact,
      };
      expect(errorOfResponse(answer).message.length).toBeLessThan(700);
    }
    expect(cpuNow() - started).toBeLessThan(1500);
  });
});

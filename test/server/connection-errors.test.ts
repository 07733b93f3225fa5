import { describe, expect, it } from 'vitest';
import { errorOfConnection } from '../../src/server/connection-errors.ts';

describe('errorOfConnection', () => {
  it.each([
    [{ code: 'ENOTFOUND' }, 'no such host'],
    [{ code: 'EPIPE' }, 'the connection was closed'],
    [{ cause: { code: 'ECONNRESET' } }, 'the connection was reset'],
    [{ errors: [{ code: 'ECONNREFUSED' }, { code: 'ENETUNREACH' }] }, 'connection refused'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'the server’s certificate has expired'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'the server’s certificate is for another host'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'the server’s certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)'],
    [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'not trusted'],
    [{ code: 'toString' }, 'the connection failed (toString)'],
    [new Error('odd\nthing'), 'odd thing'],
    ['text', 'the connection failed'],
  ])('explains %j', (error, text) => {
    const { message, exitCode } = errorOfConnection({ what: 'GET /x', error, tries: 2, proxy: null });
    expect(message).toContain(text);
    expect(message).toMatch(/^GET \/x: .* \(2 tries\)$/);
    expect(exitCode).toBe(5);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const readFile = vi.hoisted(() => ({ problem: undefined as Error | undefined }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const readFileSync = (...args: Parameters<typeof fs.readFileSync>) => {
    if (readFile.problem !== undefined) throw readFile.problem;
    return fs.readFileSync(...args);
  };
  return { ...fs, readFileSync };
});

describe('the kernel', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  // Other tests of this worker have the module, which is then not loaded again with this file's mock.
  let loaded: typeof import('../../src/kernel/module.ts');
  beforeEach(async () => {
    vi.resetModules();
    loaded = await import('../../src/kernel/module.ts');
  });

  const open = () => loaded.withKernel((module) => loaded.openKernelModule(module, () => 0));
  const failWith = (error: Error) => {
    class Instance {
      constructor() {
        throw error;
      }
    }
    vi.stubGlobal('WebAssembly', { Module: WebAssembly.Module, Instance });
  };

  it('is read again if no descriptor was left at first', () => {
    readFile.problem = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    expect(open()).toBeNull();
    readFile.problem = undefined;
    expect(open()).not.toBeNull();
  });

  it('is done without if there is no WebAssembly, or no room for its memory', () => {
    expect(open()?.memory.buffer.byteLength).toBeGreaterThan(0);
    failWith(new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'));
    expect(open()).toBeNull();
    vi.stubGlobal('WebAssembly', undefined);
    expect(open()).toBeNull();
  });

  it('is done without where WebAssembly may not be compiled, as in some contexts of Node', () => {
    class Module {
      constructor() {
        throw new Error('WebAssembly.Module(): Wasm code generation disallowed by embedder');
      }
    }
    vi.stubGlobal('WebAssembly', { Module, Instance: WebAssembly.Instance });
    expect(open()).toBeNull();
  });

  it('does not hide other errors', () => {
    failWith(new TypeError('its imports are wrong'));
    expect(open).toThrow('its imports are wrong');
  });
});

import { afterEach, beforeEach, expect, vi } from 'vitest';

// Noise is failure: what nobody expected to be printed is a bug or a missing expectation.
beforeEach(() => {
  vi.spyOn(console, 'error');
  vi.spyOn(console, 'warn');
});

afterEach(() => {
  expect(vi.mocked(console.error).mock.calls).toEqual([]);
  expect(vi.mocked(console.warn).mock.calls).toEqual([]);
  vi.restoreAllMocks();
});

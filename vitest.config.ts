import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/corpus/**', 'test/parts/**', 'test/e2e/**', 'test/scenarios/**'],
          testTimeout: 20_000,
        },
      },
      { extends: true, test: { name: 'corpus', include: ['test/corpus/**/*.test.ts'], ...slow } },
      {
        extends: true,
        test: { name: 'scenarios', include: ['test/scenarios/**/*.test.ts'], ...slow },
      },
      { extends: true, test: { name: 'parts', include: ['test/parts/**/*.test.ts'], ...slow } },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...slow } },
    ],
  },
});

import { registerHooks } from 'node:module';

/** What zod loads whenever it is loaded: its messages in fifty languages, some 10 MB of the heap. */
const allLanguages = '../locales/index.js';

// Ours are written in `src/config/problems.ts`; of zod's the English ones stand behind them.
registerHooks({
  resolve: (specifier, context, next) => {
    const isZods = specifier === allLanguages && context.parentURL?.includes('/zod/') === true;
    return next(isZods ? '../locales/en.js' : specifier, context);
  },
});

// Plain JavaScript: node would load its TypeScript compiler for this file, and keep it (30 MB), before
// there is a cache. With one, the second start compiles nothing.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');

/** Starts a sandbox with a bot, says which process that is, and waits to be killed. */
import { startSandbox } from '../../src/sandbox/start.ts';

const [botEntry = ''] = process.argv.slice(2);
const sandbox = await startSandbox({ botEntry });
process.stdout.write(`${JSON.stringify({ bot: sandbox.bot.pid(), dataDir: sandbox.dataDir })}\n`);

/** The bot on a clock that runs faster: `node bench/fast-bot.ts CERTIFICATES`, CLOCK_ORIGIN, CLOCK_FACTOR. */
import { serve } from '../src/cli/serve.ts';
import { sandboxCertificates } from '../src/sandbox/certificates.ts';
import { scaledClock } from './scaled-clock.ts';

const [certificateServer = ''] = process.argv.slice(2);
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const code = await serve({
  certificates: sandboxCertificates(certificateServer),
  clock: scaledClock(Number(process.env['CLOCK_ORIGIN']), Number(process.env['CLOCK_FACTOR'])),
});
process.stdout.write('', () => process.exit(code));

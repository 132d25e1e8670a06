/** The bot that looks for no evidence, to see what looking costs: `node bench/plain-bot.ts CERTIFICATES`. */
import { serve } from '../src/cli/serve.ts';
import { sandboxCertificates } from '../src/sandbox/certificates.ts';

const [certificateServer = ''] = process.argv.slice(2);
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const certificates = sandboxCertificates(certificateServer);
const code = await serve({ certificates, evidence: 'none' });
process.stdout.write('', () => process.exit(code));

import '../one-language.ts';

const [certificateServer = ''] = process.argv.slice(2);
// The sandbox is gone, however it ended: nothing of it stays behind.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const [{ serve }, { sandboxCertificates }] = await Promise.all([
  import('../cli/serve.ts'),
  import('./certificates.ts'),
]);
const code = await serve({ certificates: sandboxCertificates(certificateServer) });
process.stdout.write('', () => process.exit(code));

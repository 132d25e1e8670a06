import './one-language.ts';

interface Command {
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Each is loaded only when it is asked for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: () => import('./cli/serve.ts'),
  sandbox: () => import('./cli/sandbox.ts'),
  doctor: () => import('./cli/doctor.ts'),
  replay: () => import('./cli/replay.ts'),
  commands: () => import('./cli/commands.ts'),
  detections: () => import('./cli/detections.ts'),
  checks: () => import('./cli/checks.ts'),
  manifest: () => import('./cli/manifest.ts'),
  'iam-policy': () => import('./cli/iam-policy.ts'),
  template: () => import('./cli/template.ts'),
  'settings-schema': () => import('./cli/settings-schema.ts'),
  store: () => import('./cli/store.ts'),
};

const [name = 'serve', ...args] = process.argv.slice(2);
const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (load === undefined) {
  process.stderr.write(
    `There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.\n`,
  );
  process.exitCode = 64;
} else {
  const command = await load();
  const code = await command.run(args);
  // Idle keep-alive sockets would hold the process; what was written goes out first.
  process.stdout.write('', () => process.exit(code));
}

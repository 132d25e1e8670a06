import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundle, output, processes } from '../rolldown.config.ts';

const cwd = fileURLToPath(new URL('../', import.meta.url));

/** Puts the bot together as the image has it, but for its entry, which takes the sandbox's certificates; says where. */
export const imageBot = async (entry = 'src/sandbox/bot.ts'): Promise<string> => {
  const build = await rolldown({ ...bundle, cwd, input: { bot: entry, ...processes } });
  // Within the project, where its packages are found; several runs may go on at a time.
  const folder = `${cwd}out/image/${process.pid}`;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const dir = `${folder}/cli`;
  await build.write({ ...output, dir });
  await build.close();
  return `${dir}/bot.js`;
};

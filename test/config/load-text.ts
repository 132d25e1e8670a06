import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Loaded, loadSettings } from '../../src/config/load.ts';

const secrets = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

const always = `slack: { fallbackChannel: alerts }
topics: ['arn:aws:sns:eu-west-1:111122223333:security-alarms']
`;

/** Loads a trailwarden.yaml with these lines after what every one needs; problems name it without its folder. */
export const loadText = async (text: string): Promise<Loaded> => {
  const folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
  try {
    const path = join(folder, 'trailwarden.yaml');
    await writeFile(path, `${always}${text}`);
    const loaded = await loadSettings({ ...secrets, TRAILWARDEN_CONFIG: path });
    return loaded.ok
      ? loaded
      : {
          ok: false,
          problems: loaded.problems.map((problem) => problem.replaceAll(`${folder}/`, '')),
        };
  } finally {
    await rm(folder, { recursive: true });
  }
};

import { randomUUID } from 'node:crypto';
import { toError } from '../core/errors.ts';
import type { Interaction, Interactions } from '../core/interaction.ts';
import { act } from './actions.ts';
import { ask } from './ask.ts';
import { createFindAsker } from './asker.ts';
import { failedCard, noteCard } from './cards.ts';
import type { Desk, DeskDeps } from './desk-deps.ts';
import { checkForm, commandOfForm } from './forms.ts';
import { handOut } from './handouts.ts';
import { publishHome } from './home.ts';
import { actOnIncident, actOnIncidentForm, checkIncidentForm } from './incident-actions.ts';
import { createKept } from './kept.ts';
import { createRecord } from './record.ts';

const whoDidThis = 'who-did-this';

const askShortcut = async (
  desk: Desk,
  { scene, reply, message }: Extract<Interaction, { kind: 'shortcut' }>,
): Promise<void> => {
  const command = desk.commands.find(({ fromMessage }) => fromMessage !== undefined);
  if (command === undefined) return;
  await ask(desk, { scene, reply, command, text: command.fromMessage?.(message) ?? '' });
};

const route = async (desk: Desk, interaction: Interaction): Promise<void> => {
  const { scene, reply } = interaction;
  switch (interaction.kind) {
    case 'command': {
      const command = desk.commands.find(({ spec }) => spec.name === interaction.name);
      if (command !== undefined)
        return ask(desk, { scene, reply, command, text: interaction.text });
      return reply.say(noteCard(`There is no command ${interaction.name}. Try /trailwarden help.`));
    }
    case 'shortcut':
      return interaction.id === whoDidThis ? askShortcut(desk, interaction) : undefined;
    case 'action': {
      const isDone =
        (await act(desk, interaction)) ||
        (await actOnIncident(desk, interaction)) ||
        (await handOut(desk, interaction));
      return isDone ? undefined : reply.say(noteCard('This button is of an older version.'));
    }
    case 'form': {
      if (await actOnIncidentForm(desk, interaction)) return undefined;
      const command = commandOfForm(desk, interaction.id);
      if (command === undefined) return undefined;
      return ask(desk, { scene, reply, command, text: command.fromForm(interaction.values) });
    }
    case 'home':
      return publishHome(desk, scene);
  }
};

/**
 * Where people's questions are answered: reads them, finds out who asks and what they may know,
 * writes that down, runs the command, and keeps the answer for its buttons.
 */
export const createDesk = (deps: DeskDeps): Interactions => {
  const log = deps.log.child({ part: 'answers' });
  const desk: Desk = {
    ...deps,
    log,
    findAsker: createFindAsker({ ...deps, access: () => deps.settings().access }),
    kept: createKept({ store: deps.store, now: deps.clock.now, newId: deps.newId }),
    record: createRecord({ store: deps.store, clock: deps.clock, log }),
  };
  return {
    handle: async (interaction) => {
      try {
        await route(desk, interaction);
      } catch (thrown) {
        const reference = randomUUID().slice(0, 8);
        log.error('an interaction failed', {
          kind: interaction.kind,
          reference,
          error: toError(thrown).message,
        });
        await interaction.reply.say(failedCard('This', undefined, reference));
      }
    },
    check: async (sent) => (await checkIncidentForm(desk, sent)) ?? checkForm(desk, sent),
  };
};

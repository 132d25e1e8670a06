import type { App, ViewSubmitAction } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import type { CommandSpec } from '../core/command.ts';
import type { Interactions } from '../core/interaction.ts';
import type { Log } from '../core/log.ts';
import { createEventListeners } from './event-listeners.ts';
import { createFormListener } from './form-listener.ts';
import { createGuard } from './guard.ts';
import { createInteractionListeners } from './interaction-listeners.ts';
import { createReply, type Occasion, type ReplyDeps } from './reply.ts';

export interface ListenerDeps extends ReplyDeps {
  readonly interactions: Interactions;
  readonly commandSpecs: readonly CommandSpec[];
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Has Bolt hand over what people do. Each listener acknowledges first, then turns the payload into
 * an `Interaction`; none throws.
 */
export const createListeners = (deps: ListenerDeps): ((app: App) => void) => {
  const guard = createGuard(deps);
  const reply = (occasion: Occasion) => createReply(deps, occasion);
  const shared = { ...deps, guard, reply };
  const onEvent = createEventListeners(shared);
  const on = createInteractionListeners(shared);
  const onForm = createFormListener(shared);

  return (app) => {
    for (const { name } of deps.commandSpecs)
      app.command(`/${name}`, async ({ ack, body }) => {
        await ack();
        await on.command(name, { ...body });
      });
    app.shortcut({ type: 'message_action' }, async ({ ack, body }) => {
      await ack();
      await on.shortcut({ ...body });
    });
    app.action({ type: 'block_actions' }, async ({ ack, body }) => {
      await ack();
      await on.action({ ...body });
    });
    app.view<ViewSubmitAction>(/^/, async ({ ack, body }) => onForm({ ...body }, ack));
    app.event('app_mention', async ({ body }) => onEvent.mention({ ...body }));
    app.event('message', async ({ body }) => onEvent.message({ ...body }));
    app.event('app_home_opened', async ({ body }) => onEvent.home({ ...body }));
  };
};

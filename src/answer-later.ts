import type { AnsweringDeps } from './answering.ts';
import type { Interactions } from './core/interaction.ts';

/**
 * Answers what people ask, loaded when somebody first does: the commands take memory and a tenth
 * of a second, and Slack has its acknowledgement before they are needed.
 */
export const answerLater = (deps: AnsweringDeps): Interactions => {
  let loaded: Promise<Interactions> | undefined;
  const load = async (): Promise<Interactions> => {
    const { createAnswering } = await import('./answering.ts');
    return createAnswering(deps);
  };
  const answering = (): Promise<Interactions> => {
    loaded ??= load();
    return loaded;
  };
  return {
    handle: async (interaction) => (await answering()).handle(interaction),
    check: async (sent) => (await answering()).check(sent),
  };
};

/** Nothing was written: by the time it could have been, it was too late. */
export class TooLate extends Error {
  constructor() {
    super('the connection stood too late');
    this.name = 'TooLate';
  }
}

/** Asked in the very step that writes a request: may it not begin any more? */
export type IsTooLate = () => boolean;

/** What `fetch` wants to hear of its request. Before undici 8 the first was called `onConnect`. */
type Handler = Partial<Record<'onRequestStart' | 'onConnect', (...given: unknown[]) => void>>;

/** Carries out the requests of `fetch`. https://undici.nodejs.org/#/docs/api/Dispatcher */
interface Dispatcher {
  readonly dispatch: (options: object, handler: Handler) => boolean;
}

/** The one that `fetch` uses unless told otherwise; only undici's package has a function for it. */
const usualDispatcher = (): Dispatcher =>
  Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));

/** Both hooks are called when the connection stands, right before the head is written. */
const refuseLate = (handler: Handler, isTooLate: IsTooLate): void => {
  const hook = handler.onRequestStart ? 'onRequestStart' : 'onConnect';
  const begin = handler[hook];
  handler[hook] = (...given) => {
    if (isTooLate()) throw new TooLate();
    begin?.apply(handler, given);
  };
};

/**
 * Options for `fetch` by which a request is written before it is too late or not at all: who asks
 * before the call does not know how long the connection takes, and a process that is stopped
 * meanwhile goes on by writing. What is refused rejects with {@link TooLate} as the cause.
 */
export const beginInTime = (isTooLate: IsTooLate, body: unknown) => ({
  dispatcher: {
    dispatch: (options: object, handler: Handler): boolean => {
      refuseLate(handler, isTooLate);
      // Of text `fetch` makes a stream, and with a stream the head waits for the first piece.
      const whole = typeof body === 'string' ? { body } : {};
      return usualDispatcher().dispatch({ ...options, ...whole }, handler);
    },
  },
});

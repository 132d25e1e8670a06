import { createContext, useContext } from 'react';
import type { Shortcut } from './model.ts';

/** What somebody chose: one value, or several where several can be chosen. */
export type Chosen = string | readonly string[];

/** What the blocks of one message or one view need to know, and whom they tell of a click. */
export interface Surface {
  readonly now: number;
  readonly userNames: ReadonlyMap<string, string>;
  readonly channelNames: ReadonlyMap<string, string>;
  /** User groups' handles. */
  readonly groupNames: ReadonlyMap<string, string>;
  /** A button was pressed, or something chosen outside a form. */
  readonly act: (
    actionId: string,
    value: Chosen | undefined,
    others?: ReadonlyMap<string, Chosen>,
  ) => void;
  /** What a message's menu offers. */
  readonly shortcuts: readonly Shortcut[];
  /** Somebody follows a mention of a channel. */
  readonly openChannel: (channelId: string) => void;
}

const nothing = (): void => {};

const emptySurface: Surface = {
  now: 0,
  userNames: new Map(),
  channelNames: new Map(),
  groupNames: new Map(),
  act: nothing,
  shortcuts: [],
  openChannel: nothing,
};

export const SurfaceContext = createContext<Surface>(emptySurface);
export const useSurface = (): Surface => useContext(SurfaceContext);

/** A modal's inputs: what is in them, and what is wrong with it. */
export interface Form {
  readonly values: ReadonlyMap<string, Chosen>;
  readonly set: (actionId: string, value: Chosen) => void;
  /** By block id. */
  readonly errors: ReadonlyMap<string, string>;
}

export const FormContext = createContext<Form | undefined>(undefined);
export const useForm = (): Form | undefined => useContext(FormContext);

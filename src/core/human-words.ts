import type { Human } from './human.ts';
import { type Text, untrusted } from './text.ts';

/** Names are redacted when a record is read. */
const named = (name: string) => untrusted(name);

/** Who it is, with the Slack member where one is known; never a session's name as a fact. */
export const shownHuman = (human: Human, member?: string): Text => {
  const name = named(human.name);
  switch (human.kind) {
    case 'person':
      return member === undefined ? [name] : [name, ' (', { user: member }, ')'];
    case 'iam-user':
      return ['IAM user ', name, ...(member === undefined ? [] : [' (', { user: member }, ')'])];
    case 'root':
      return ['root of ', name];
    case 'session':
      return human.role === undefined
        ? ['a role session that calls itself ', name]
        : ['role ', named(human.role), ' (session ', name, ', claimed)'];
    case 'federated':
      return ['a federated session that calls itself ', name];
    case 'subject':
      return ['OIDC subject ', name];
    case 'workload':
      return [name, ...(human.role === undefined ? [] : [' (role ', named(human.role), ')'])];
    case 'service':
      return ['AWS service ', name];
    case 'account':
      return ['account ', name];
    case 'unknown':
      return [name];
  }
};

/** With the service that made the call for them. */
export const shownCaller = (human: Human, member?: string): Text => [
  ...shownHuman(human, member),
  ...(human.through === undefined ? [] : [' through ', named(human.through)]),
];

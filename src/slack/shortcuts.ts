/** Entries of a message's menu; their ids come back with the message. */
export const messageShortcuts = [
  {
    name: 'Who did this?',
    id: 'who-did-this',
    description: 'Looks up who made the calls that this message is about.',
  },
] as const;

import { isJson } from '../../json.ts';
import { structured } from '../args.ts';
import { blockProblems } from '../block-kit.ts';
import type { Method } from '../context.ts';

/** https://docs.slack.dev/reference/methods/blocks.validate, for `blocks` and `message.blocks` */
export const blocksValidate: Method = {
  name: 'blocks.validate',
  token: 'bot',
  scopes: [],
  run: (_context, args) => {
    const message = structured(args, 'message', 'invalid_blocks_format');
    const blocks =
      structured(args, 'blocks', 'invalid_blocks_format') ??
      (isJson(message) ? message['blocks'] : undefined);
    const errors = blockProblems(blocks, 'message').map((problem) => {
      const [, detail, pointer] = /^\[ERROR\] (.*) \[json-pointer:(.*)\]$/.exec(problem) ?? [];
      return { code: 'invalid_block', pointer, constraint: { expected: detail } };
    });
    return { valid: errors.length === 0, errors };
  },
};

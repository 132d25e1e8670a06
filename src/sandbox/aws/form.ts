import type { Json } from '../json.ts';

/** What stands under a name: a text, or more names. */
type Node = string | Map<string, Node>;

const put = (tree: Map<string, Node>, path: readonly string[], value: string): void => {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const known = tree.get(name);
  const branch = known instanceof Map ? known : new Map<string, Node>();
  tree.set(name, branch);
  put(branch, rest, value);
};

const isCounted = (branch: ReadonlyMap<string, Node>): boolean =>
  branch.size > 0 && [...branch.keys()].every((name) => /^[1-9]\d*$/.test(name));

const inOrder = (branch: ReadonlyMap<string, Node>): readonly unknown[] =>
  [...branch].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, node]) => toValue(node));

const toValue = (node: Node): unknown => {
  if (typeof node === 'string') return node;
  const [first] = node;
  // Query: `Names.member.1`; an empty list is sent as `Names=` alone.
  if (node.size === 1 && first?.[0] === 'member' && first[1] instanceof Map)
    return inOrder(first[1]);
  // EC2: `InstanceId.1`.
  if (isCounted(node)) return inOrder(node);
  return toJson(node);
};

const toJson = (tree: ReadonlyMap<string, Node>): Json =>
  Object.fromEntries([...tree].map(([name, node]) => [name, toValue(node)]));

/**
 * A form of the Query or EC2 protocol as nested objects and lists; every leaf is a text.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html and aws-ec2-query-protocol.html
 */
export const readForm = (body: string): Json => {
  const tree = new Map<string, Node>();
  for (const [name, value] of new URLSearchParams(body)) put(tree, name.split('.'), value);
  return toJson(tree);
};

import { isIPv4, isIPv6 } from 'node:net';

/** The eight groups of an IPv6 address, as numbers. */
const groupsOf = (address: string): readonly number[] => {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const read = (part: string): readonly number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = read(head);
  if (tail === undefined) return before;
  const after = read(tail);
  const zeros = Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => 0);
  return [...before, ...zeros, ...after];
};

/**
 * The network that an address is of: /24, of IPv6 /48; what is no address (a service's name) stands
 * for itself.
 */
export const networkOf = (address: string): string => {
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return networkOf(mapped);
  const prefix = groupsOf(address)
    .slice(0, 3)
    .map((group) => group.toString(16));
  return `${prefix.join(':')}::/48`;
};

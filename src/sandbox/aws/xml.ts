import { isJson } from '../json.ts';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const element = (name: string, inner: string): string => `<${name}>${inner}</${name}>`;

/** An element that holds text. */
export const textElement = (name: string, text: string): string => element(name, escapeXml(text));

/**
 * The inside of an element. Lists are written with one element of this name each, a Map as SNS's
 * and IAM's maps are; what is undefined is left out.
 */
export const toXml = (value: unknown, listItem: 'member' | 'item'): string => {
  const inside = (one: unknown): string => toXml(one, listItem);
  if (value instanceof Map)
    return [...value]
      .map(([key, one]) =>
        element('entry', element('key', inside(key)) + element('value', inside(one))),
      )
      .join('');
  if (Array.isArray(value)) return value.map((one) => element(listItem, inside(one))).join('');
  if (!isJson(value)) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => element(name, inside(one)))
    .join('');
};

/**
 * Texts, numbers, lists and maps as DynamoDB's attribute values, there and back: what the ledger's items and the records
 * of its stream are made of. The SDK's `marshall` and `unmarshall` do the same and look for sets, binaries and instances,
 * too; for a chat they took a quarter of what the recording of it costs us.
 */

export type Plain = string | number | readonly Plain[] | PlainMap;
export type PlainMap = { readonly [name: string]: Plain };

type Written =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly L: Written[] }
  | { readonly M: Record<string, Written> };

export const toAttribute = (plain: Plain): Written => {
  if (typeof plain === 'string') return { S: plain };
  if (typeof plain === 'number') return { N: String(plain) };
  return isList(plain) ? { L: plain.map(toAttribute) } : { M: toAttributes(plain) };
};

const toAttributes = (plain: PlainMap): Record<string, Written> => {
  const attributes: Record<string, Written> = {};
  for (const [name, value] of Object.entries(plain)) attributes[name] = toAttribute(value);
  return attributes;
};

const isList = (plain: readonly Plain[] | PlainMap): plain is readonly Plain[] => Array.isArray(plain);

/** As it is read; it may be of any other type. */
export type Attribute = {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly L?: readonly Attribute[] | undefined;
  readonly M?: Attributes | undefined;
};
export type Attributes = Readonly<Record<string, Attribute>>;

/** Anything else becomes `undefined`, which no schema of ours takes for a value. */
const fromAttribute = ({ S: text, N: number, L: list, M: map }: Attribute): unknown => {
  if (text !== undefined) return text;
  if (number !== undefined) return Number(number);
  if (list !== undefined) return list.map(fromAttribute);
  return map && fromAttributes(map);
};

/** Throws on what is no attribute value at all. */
export const fromAttributes = (attributes: Attributes): unknown => {
  const plain: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) plain[name] = fromAttribute(attribute);
  return plain;
};

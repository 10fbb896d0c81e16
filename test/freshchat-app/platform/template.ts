/** Renders one text of config/requests.json: `<%= iparam.x %>`, `<%= context.x %>`, `<%= encode(…) %>`, `<%= current_host… %>`. */

export type TemplateValues = {
  readonly iparam: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  readonly current_host: unknown;
};

const PLACEHOLDER = /<%=\s*(.*?)\s*%>/g;
const ENCODED = /^encode\((.*)\)$/;
const PATH = /^(iparam|context|current_host)((?:\.\w+)+)$/;

/** Undefined where a placeholder has no value: the platform then answers 400 and sends nothing. */
export const renderTemplate = (
  text: string,
  values: TemplateValues,
  /** Secure parameters: only headers may hold them. */
  forbidden: ReadonlySet<string>,
): string | undefined => {
  let isWhole = true;
  const rendered = text.replace(PLACEHOLDER, (_, expression: string) => {
    const inner = ENCODED.exec(expression)?.[1]?.trim();
    const value = valueAt(inner ?? expression, values, forbidden);
    if (value === undefined) isWhole = false;
    return inner === undefined ? (value ?? '') : encodeURIComponent(value ?? '');
  });
  return isWhole ? rendered : undefined;
};

const valueAt = (path: string, values: TemplateValues, forbidden: ReadonlySet<string>): string | undefined => {
  const [, root, rest] = PATH.exec(path) ?? [];
  if (rest === undefined) return undefined;
  const names = rest.slice(1).split('.');
  if (root === 'iparam' && forbidden.has(names[0] ?? '')) return undefined;
  const start: unknown = root === 'iparam' ? values.iparam : root === 'context' ? values.context : values.current_host;
  const value = names.reduce(memberOf, start);
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

/** What crosses the sandbox's border does so as JSON. */

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As it leaves the sandbox: taken when the call is made, whatever the app does with it afterwards. */
export const cloneJson = (value: unknown): unknown => {
  const json = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
};

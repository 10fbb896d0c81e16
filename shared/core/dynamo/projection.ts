/** The attributes that a call asks for, each by a placeholder: some of their names are reserved words. */

export type Projection = {
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
};

export const projectionOf = (names: readonly string[]): Projection => ({
  ProjectionExpression: names.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
});

import type * as z from 'zod';

/** A function was deployed without a variable that it needs, or with a wrong one: our bug, found at the cold start. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly variables: readonly string[];
  constructor(variables: readonly string[]) {
    super(
      `Missing or wrong environment variables: ${variables.join(', ')}. Their schema stands in the function's env.ts.`,
    );
    this.variables = variables;
  }
}

/** Reads a function's settings; names the wrong variables and never prints a value. */
export const parseEnvironment = <S extends z.ZodType>(schema: S, environment: NodeJS.ProcessEnv): z.output<S> => {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError([...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.')))]);
};

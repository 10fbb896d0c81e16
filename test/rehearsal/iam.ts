/** IAM's decision about a call, as far as the policies of this stack go: identity policies with conditions. */

import { at, listOf } from '../support/template-promise.ts';
import type { AwsCall } from './aws-call.ts';

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Logical ids, with `/index/<name>` behind a table's where one is meant. */
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export const isAllowed = (statements: readonly Statement[], call: AwsCall): boolean => {
  const matching = statements.filter((statement) => covers(statement, call));
  return matching.some(({ effect }) => effect === 'Allow') && !matching.some(({ effect }) => effect === 'Deny');
};

/** A statement that says something about this call. */
export const covers = ({ actions, resources, condition }: Statement, call: AwsCall): boolean =>
  actions.includes(call.action) &&
  (resources.includes(call.resource) || resources.includes('*')) &&
  Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, call.context[key], listOf(wanted).map(String))),
  );

class UnknownOperatorError extends Error {
  override readonly name = 'UnknownOperatorError';
  constructor(operator: string) {
    super(`Teach test/rehearsal/iam.ts what ${operator} means.`);
  }
}

/** `ForAllValues` holds where the request has no such key: that is why a `Null` stands beside each. */
const holds = (operator: string, given: readonly string[] | undefined, wanted: readonly string[]): boolean => {
  switch (operator) {
    case 'StringEquals':
      return given?.every((value) => wanted.includes(value)) ?? false;
    case 'StringEqualsIfExists':
      return (given ?? []).every((value) => wanted.includes(value));
    case 'ForAllValues:StringEquals':
      return (given ?? []).every((value) => wanted.includes(value));
    case 'Null':
      return String(given === undefined || given.length === 0) === wanted[0];
    default:
      throw new UnknownOperatorError(operator);
  }
};

/** The statements of a role of the template. `nameOf` tells what a resource is called. */
export const statementsOf = (role: unknown, nameOf: (resource: unknown) => string): readonly Statement[] =>
  listOf(at(role, 'Policies'))
    .flatMap((policy) => listOf(at(policy, 'PolicyDocument.Statement')))
    .map((statement) => ({
      effect: at(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
      actions: listOf(at(statement, 'Action')).map(String),
      resources: listOf(at(statement, 'Resource')).map(nameOf),
      condition: Object(at(statement, 'Condition') ?? {}),
    }));

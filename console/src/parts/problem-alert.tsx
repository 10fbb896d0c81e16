import { sayProblem } from './problem.ts';
import type { Action } from './use-action.ts';

/** Why the API refused; a screen reader says it at once. */
export const ProblemAlert = ({ error }: Pick<Action, 'error'>) =>
  error && (
    <p class="problem" role="alert">
      {sayProblem(error)}
    </p>
  );

import { sayProblem } from './problem.ts';
import { useAction } from './use-action.ts';

/** Asks the API for one thing, and says why it was refused. */
export const CallButton = ({ label, call }: { readonly label: string; readonly call: () => Promise<void> }) => {
  const { isBusy, error, run } = useAction();
  return (
    <>
      <button type="button" class="button" aria-disabled={isBusy} onClick={() => void run(call)}>
        {label}
      </button>
      {error && (
        <p class="problem" role="alert">
          {sayProblem(error)}
        </p>
      )}
    </>
  );
};

import { ProblemAlert } from './problem-alert.tsx';
import { useAction } from './use-action.ts';

type Props = {
  readonly label: string;
  /** The id of what explains it. */
  readonly describedBy?: string;
  readonly call: () => Promise<void>;
};

/** Asks the API for one thing, and says why it was refused. */
export const CallButton = ({ label, describedBy, call }: Props) => {
  const { isBusy, error, run } = useAction();
  return (
    <>
      <button
        type="button"
        class="button"
        aria-disabled={isBusy}
        aria-describedby={describedBy}
        onClick={() => void run(call)}
      >
        {label}
      </button>
      <ProblemAlert error={error} />
    </>
  );
};

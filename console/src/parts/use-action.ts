import { useQueryClient } from '@tanstack/preact-query';
import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';
import { endSession } from '../session/session.ts';

export type Action = {
  readonly isBusy: boolean;
  readonly error: ApiError | undefined;
  /** Resolves to whether it was done. A second call while the first is under way does nothing. */
  run(work: () => Promise<void>): Promise<boolean>;
  forget(): void;
};

/**
 * One change at a time, with its refusal. Not the query library's mutation: that one keeps what it was given and what
 * came back, and both may hold a key.
 */
export const useAction = (): Action => {
  const queries = useQueryClient();
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  return {
    isBusy,
    error,
    forget: () => setError(undefined),
    run: async (work) => {
      if (isUnderWay.current) return false;
      isUnderWay.current = true;
      setBusy(true);
      setError(undefined);
      try {
        await work();
        await queries.invalidateQueries();
        return true;
      } catch (cause) {
        const refused = cause instanceof ApiError ? cause : new ApiError(0);
        if (refused.status === 401) endSession();
        else setError(refused);
        // What is shown is not what is stored.
        if (refused.status === 404 || refused.status === 409) await queries.invalidateQueries();
        return false;
      } finally {
        isUnderWay.current = false;
        setBusy(false);
      }
    },
  };
};

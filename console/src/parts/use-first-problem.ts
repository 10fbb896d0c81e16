import { useEffect, useRef } from 'preact/hooks';
import type { ApiError } from '../api/client.ts';

/** Moves the focus to the field that was refused. */
export const useFirstProblem = (error: ApiError | undefined) => {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return form;
};

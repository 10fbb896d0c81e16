import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

type Props = {
  readonly title: string;
  /** Without it the Escape key does nothing: what is shown cannot be had again. */
  readonly onCancel?: () => void;
  readonly children: ComponentChildren;
};

/** The browser's own dialog: it keeps the focus inside, and gives it back to the opener. */
export const Modal = ({ title, onCancel, children }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onKeyDown={(event) => {
        // A browser closes at the second Escape whatever the cancel event says.
        if (event.key === 'Escape' && !onCancel) event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onCancel?.();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
};

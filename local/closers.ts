/** What has been opened, to be closed in the opposite order: a thing may still need what was opened before it. */

/** Called with how to close what has just been opened. */
export type OnClose = (close: () => Promise<void>) => void;

export const createClosers = (): { readonly onClose: OnClose; readonly closeAll: () => Promise<void> } => {
  const closers: (() => Promise<void>)[] = [];
  return {
    onClose: (close) => void closers.push(close),
    closeAll: async () => {
      for (let last = closers.pop(); last; last = closers.pop()) await last();
    },
  };
};

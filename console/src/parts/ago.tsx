import { sayExactly, sayRelative } from '../words/translate.ts';
import { useNow } from './use-now.ts';

/** `19 minutes ago`, with the instant itself for who wants it. */
export const Ago = ({ at }: { readonly at: string }) => {
  const now = useNow();
  return (
    <time dateTime={at} title={sayExactly(at)}>
      {sayRelative(at, now)}
    </time>
  );
};

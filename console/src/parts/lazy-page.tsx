import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failed } from './failed.tsx';
import { Skeleton } from './skeleton.tsx';

/** A page in a chunk of its own, for what the first load does not need. */
export const lazyPage = <Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> => {
  let loaded: ComponentType<Props> | undefined;
  return function LazyPage(props: Props) {
    const [Page, setPage] = useState(() => loaded);
    const [error, setError] = useState<unknown>();
    const start = () => {
      setError(undefined);
      load().then((page) => {
        loaded = page;
        setPage(() => page);
      }, setError);
    };
    useEffect(() => {
      if (!Page) start();
    }, []);
    if (Page) return <Page {...props} />;
    return error === undefined ? <Skeleton /> : <Failed error={error} retry={start} />;
  };
};

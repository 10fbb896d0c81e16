/** Which page of a list is looked at stands in the address: it can be sent, and the browser's own Back leads back. */

import { useSearchParams } from 'wouter-preact';

export const usePlace = () => {
  const [parameters] = useSearchParams();
  return {
    filter: parameters.get('state') ?? undefined,
    cursor: parameters.get('cursor') ?? undefined,
  };
};

export const placeHref = (path: string, filter: string | undefined, cursor?: string): string => {
  const parameters = new URLSearchParams({
    ...(filter !== undefined && { state: filter }),
    ...(cursor !== undefined && { cursor }),
  });
  return parameters.size === 0 ? path : `${path}?${parameters}`;
};

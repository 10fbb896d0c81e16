import { useEffect, useState } from 'preact/hooks';
import { currentSession, followSession, isAllowed, type Scope, type Session } from './session.ts';

export const useSession = (): Session => {
  const [session, setSession] = useState(currentSession);
  useEffect(() => followSession(setSession), []);
  return session;
};

/** The API is the judge; this only spares a useless button. */
const useIsAllowed = (scope: Scope): boolean => {
  useSession();
  return isAllowed(scope);
};

/** Whether who is signed in may change anything. */
export const useCanWrite = (): boolean => useIsAllowed('integrations/write');

export const useCanReadCounts = (): boolean => useIsAllowed('counts/read');

/** Whether who is signed in is on call, and sees all accounts. */
export const useIsOnCall = (): boolean => useIsAllowed('operations/read');

/** Whether who is signed in may erase; who may write may not do it by that alone. */
export const useCanErase = (): boolean => useIsAllowed('integrations/erase');

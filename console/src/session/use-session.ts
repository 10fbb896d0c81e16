import { useEffect, useState } from 'preact/hooks';
import { canErase, canWrite, currentSession, followSession, type Session } from './session.ts';

export const useSession = (): Session => {
  const [session, setSession] = useState(currentSession);
  useEffect(() => followSession(setSession), []);
  return session;
};

/** Whether who is signed in may change anything. The API is the judge; this only spares a useless button. */
export const useCanWrite = (): boolean => {
  useSession();
  return canWrite();
};

/** Whether who is signed in may erase; who may write may not do it by that alone. */
export const useCanErase = (): boolean => {
  useSession();
  return canErase();
};

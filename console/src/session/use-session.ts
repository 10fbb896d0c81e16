import { useEffect, useState } from 'preact/hooks';
import { canWrite, currentSession, followSession, type Session } from './session.ts';

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

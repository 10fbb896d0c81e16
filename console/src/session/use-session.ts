import { useEffect, useState } from 'preact/hooks';
import { currentSession, followSession, type Session } from './session.ts';

export const useSession = (): Session => {
  const [session, setSession] = useState(currentSession);
  useEffect(() => followSession(setSession), []);
  return session;
};

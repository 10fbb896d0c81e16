import { useEffect, useState } from 'preact/hooks';

const EVERY_MS = 10_000;

/** For words such as "2 minutes ago". */
export const useNow = (): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
};

import { useEffect, useRef } from 'preact/hooks';

/** Names the window, and moves the focus to the heading: a screen reader then says where it is. */
export const useTitle = (title: string) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · injixo`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
};

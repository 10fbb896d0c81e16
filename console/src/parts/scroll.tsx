import type { ComponentChildren } from 'preact';

/** What is wider than a phone scrolls by itself, by keyboard too. */
export const Scroll = ({ children }: { readonly children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus no key could scroll it
  <div class="scroll" tabIndex={0}>
    {children}
  </div>
);

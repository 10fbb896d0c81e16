import { Link } from 'wouter-preact';
import { t } from '../words/translate.ts';

export const Back = ({ href = '/', label = t('gone.back') }: { readonly href?: string; readonly label?: string }) => (
  <p class="crumb">
    <Link href={href}>
      <svg class="arrow" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M14 8H3M7 3.5L2.5 8 7 12.5" />
      </svg>
      {label}
    </Link>
  </p>
);

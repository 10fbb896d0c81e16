import { useState } from 'preact/hooks';
import { t } from '../words/translate.ts';
import { Field } from './field.tsx';

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly isOptional?: boolean;
};

/** Hidden until somebody wants to compare it. */
export const SecretField = (props: Props) => {
  const [isShown, setShown] = useState(false);
  return (
    <Field {...props} type={isShown ? 'text' : 'password'}>
      <button type="button" class="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {t('form.show')}
      </button>
    </Field>
  );
};

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly note?: string | undefined;
  readonly error?: string | undefined;
  readonly name: string;
  readonly type?: 'text' | 'password';
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly maxLength?: number;
  readonly isOptional?: boolean;
  readonly children?: ComponentChildren;
};

/** A label, a line of help, the input, and what is wrong with it; the last two are read out with it. */
export const Field = (props: Props) => {
  const id = useId();
  const {
    label,
    hint,
    note,
    error,
    name,
    type = 'text',
    value,
    onInput,
    onBlur,
    maxLength,
    isOptional,
    children,
  } = props;
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="muted small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="with-button">
        <input
          id={id}
          class="field"
          name={name}
          type={type}
          value={value}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          required={isOptional !== true}
          {...(maxLength !== undefined && { maxLength })}
          aria-describedby={`${id}-hint ${id}-note ${id}-error`}
          aria-invalid={error !== undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
          {...(onBlur && { onBlur })}
        />
        {children}
      </div>
      <p class="small" id={`${id}-note`}>
        {note}
      </p>
      <p class="problem" id={`${id}-error`}>
        {error}
      </p>
    </div>
  );
};

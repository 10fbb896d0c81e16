/** The page starts: the words and the session at once, then what the address names. */

import { render } from 'preact';
import { App } from './app.tsx';
import { signIn } from './session/session.ts';
import { preferredLanguage, speak } from './words/translate.ts';

const place = document.getElementById('console');
const [failure] = await Promise.all([signIn(), speak(preferredLanguage())]);
if (place) render(<App failure={failure} />, place);

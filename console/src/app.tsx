import { QueryClientProvider } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Link, Route, Switch } from 'wouter-preact';
import { createQueries } from './api/query-client.ts';
import { FreshchatPage } from './pages/add/freshchat-page.tsx';
import { TemplatePage } from './pages/add/template-page.tsx';
import { IncidentsPage } from './pages/incidents/incidents-page.tsx';
import { IntegrationPage } from './pages/integration/integration-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { UnknownPage } from './pages/unknown-page.tsx';
import { lazyPage } from './parts/lazy-page.tsx';
import { PipelineStrip } from './parts/pipeline-strip.tsx';
import { EndedDialog } from './session/ended-dialog.tsx';
import { currentAccount, type SignInFailure } from './session/session.ts';
import { SignInPage } from './session/sign-in-page.tsx';
import { SignOut } from './session/sign-out.tsx';
import { useIsOnCall, useSession } from './session/use-session.ts';
import { chooseLanguage, currentLanguage, LANGUAGES, type Language, t } from './words/translate.ts';

const queries = createQueries();

const ContactsPage = lazyPage(async () => (await import('./pages/contacts/contacts-page.tsx')).ContactsPage);
const OperationsPage = lazyPage(async () => (await import('./pages/operations/operations-page.tsx')).OperationsPage);

export const App = ({ failure }: { readonly failure: SignInFailure | undefined }) => {
  const session = useSession();
  // A new key draws everything anew, in the words of the new language.
  const [language, setLanguage] = useState(currentLanguage);
  const speak = (next: Language) => chooseLanguage(next).then(() => setLanguage(next));
  return (
    <QueryClientProvider client={queries} key={language}>
      <a class="skip" href="#main">
        {t('app.main')}
      </a>
      <Header isSignedIn={session !== 'signed_out'} />
      <main id="main">{session === 'signed_out' ? <SignInPage failure={failure} /> : <Pages />}</main>
      <Footer speak={speak} />
      <EndedDialog />
    </QueryClientProvider>
  );
};

const Pages = () => (
  <Switch>
    <Route path="/" component={ListPage} />
    <Route path="/add" component={TemplatePage} />
    <Route path="/add/freshchat" component={FreshchatPage} />
    <Route path="/i/:id/contacts">{({ id }) => <ContactsPage key={id} id={id} />}</Route>
    <Route path="/i/:id/incidents">{({ id }) => <IncidentsPage key={id} id={id} />}</Route>
    <Route path="/i/:id">{({ id }) => <IntegrationPage key={id} id={id} />}</Route>
    <Route path="/operations">
      <OperationsPage view="integrations" />
    </Route>
    <Route path="/operations/incidents">
      <OperationsPage view="incidents" />
    </Route>
    <Route component={UnknownPage} />
  </Switch>
);

const Header = ({ isSignedIn }: { readonly isSignedIn: boolean }) => {
  const isOnCall = useIsOnCall();
  return (
    <header>
      <div class="top">
        <strong class="brand">injixo</strong>
        <nav class="links areas" aria-label={t('app.account')}>
          <span>
            <span class="muted">{t('app.account')} / </span>
            <Link href="/">{t('app.integrations')}</Link>
          </span>
          {isSignedIn && isOnCall && <Link href="/operations">{t('operations.title')}</Link>}
        </nav>
        {isSignedIn && (
          <div class="person">
            <span class="muted">
              <span class="visually-hidden">{t('app.account')} </span>
              {currentAccount()}
            </span>
            <SignOut />
          </div>
        )}
      </div>
      {isSignedIn && <PipelineStrip />}
    </header>
  );
};

const NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', it: 'Italiano' };

const Footer = ({ speak }: { readonly speak: (language: Language) => void }) => (
  <footer class="foot">
    <label>
      {t('app.language')}{' '}
      <select
        class="field"
        value={currentLanguage()}
        onChange={({ currentTarget }) => {
          const chosen = LANGUAGES.find((language) => language === currentTarget.value);
          if (chosen) speak(chosen);
        }}
      >
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {NAMES[language]}
          </option>
        ))}
      </select>
    </label>
  </footer>
);

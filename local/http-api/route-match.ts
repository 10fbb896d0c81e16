import type { Route } from '../../shared/routes.ts';

export type RouteMatch = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

/** Segment by segment; `{name}` takes one segment, whatever it holds. */
export const matchRoute = (routes: readonly Route[], method: string, path: string): RouteMatch | undefined => {
  const segments = path.split('/');
  for (const route of routes) {
    if (route.method !== method) continue;
    const pathParameters = matchSegments(route.path.split('/'), segments);
    if (pathParameters) return { route, pathParameters };
  }
  return undefined;
};

const matchSegments = (
  template: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined => {
  if (template.length !== segments.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [position, part] of template.entries()) {
    const segment = segments[position] ?? '';
    if (!part.startsWith('{')) {
      if (part !== segment) return undefined;
    } else {
      if (segment === '') return undefined;
      parameters.set(part.slice(1, -1), segment);
    }
  }
  return Object.fromEntries(parameters);
};

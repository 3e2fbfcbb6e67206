import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import type { Me } from '../../contracts/people.ts'
import { TicketListScreen } from '../desk/tickets/list/index.ts'
import { lateScreen, withTexts } from './late-screen.tsx'
import { paths, readSearch, safeNext, ticketSearch, writtenSearch } from './paths.ts'
import { Crash, NotFound } from './screens/went-wrong.tsx'
import { Shell } from './shell/shell.tsx'
import { isAtLeast } from './who.tsx'

/** The routes of the app for who is signed in. What is not on the first screen is loaded when it is pointed at. */
export function createAppRouter(me: Me | null) {
  const rootRoute = createRootRoute({ component: Outlet })
  const home = me !== null && isAtLeast(me.person.role, 'AGENT') ? paths.inbox() : paths.portal()

  const signInRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: '/sign-in',
    validateSearch: (search: Record<string, unknown>): { next?: string } =>
      typeof search.next === 'string' ? { next: search.next } : {},
    beforeLoad: ({ search }) => {
      if (me !== null) throw redirect({ href: safeNext(search.next), reloadDocument: true })
    },
    component: lateScreen(() => import('./screens/sign-in-screen.tsx'), 'SignInScreen'),
  })
  const setupRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: '/setup',
    component: lateScreen(
      withTexts(() => import('./screens/setup-screen.tsx')),
      'SetupScreen',
    ),
  })
  const shellRoute = createRoute({
    getParentRoute: () => rootRoute,
    id: 'shell',
    beforeLoad: ({ location }) => {
      if (me !== null) return
      const next = location.href === '/' ? {} : { next: location.href }
      throw redirect({ href: paths.signIn(next) })
    },
    component: Shell,
  })
  const inShell = () => shellRoute
  const routes = [
    createRoute({
      getParentRoute: inShell,
      path: '/',
      beforeLoad: () => {
        throw redirect({ href: home, replace: true, reloadDocument: home === paths.portal() })
      },
    }),
    createRoute({ getParentRoute: inShell, path: '/portal', beforeLoad: loadPage }),
    createRoute({ getParentRoute: inShell, path: '/portal/$', beforeLoad: loadPage }),
    createRoute({
      getParentRoute: inShell,
      path: '/inbox',
      validateSearch: ticketSearch,
      component: () => <TicketListScreen home />,
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/tickets',
      validateSearch: ticketSearch,
      component: () => <TicketListScreen home={false} />,
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/tickets/$key',
      component: lateScreen(() => import('../desk/tickets/detail/index.ts'), 'TicketScreen'),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/people',
      validateSearch: (search: Record<string, unknown>): { role?: string } =>
        typeof search.role === 'string' ? { role: search.role } : {},
      component: lateScreen(
        withTexts(() => import('./screens/people-screen.tsx')),
        'PeopleScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/teams',
      component: lateScreen(
        withTexts(() => import('./screens/teams-screen.tsx')),
        'TeamsScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/teams/$id',
      component: lateScreen(
        withTexts(() => import('./screens/team-screen.tsx')),
        'TeamScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/settings',
      beforeLoad: () => {
        throw redirect({ href: paths.appearance(), replace: true })
      },
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/settings/appearance',
      component: lateScreen(
        withTexts(() => import('./screens/appearance-screen.tsx')),
        'AppearanceScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/settings/shortcuts',
      component: lateScreen(
        withTexts(() => import('./screens/shortcuts-screen.tsx')),
        'ShortcutsScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/settings/replies',
      component: lateScreen(
        withTexts(() => import('./screens/replies-screen.tsx')),
        'RepliesScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/settings/desk',
      component: lateScreen(
        withTexts(() => import('./screens/desk-settings-screen.tsx')),
        'DeskSettingsScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/local-inbox',
      validateSearch: (search: Record<string, unknown>): { mail?: string } =>
        typeof search.mail === 'string' ? { mail: search.mail } : {},
      component: lateScreen(
        withTexts(() => import('../desk/local-inbox/index.ts')),
        'LocalInboxScreen',
      ),
    }),
    createRoute({
      getParentRoute: inShell,
      path: '/help',
      component: lateScreen(
        withTexts(() => import('./screens/help-screen.tsx')),
        'HelpScreen',
      ),
    }),
    createRoute({ getParentRoute: inShell, path: '$', component: NotFound }),
  ]
  return createRouter({
    routeTree: rootRoute.addChildren([signInRoute, setupRoute, shellRoute.addChildren(routes)]),
    parseSearch: readSearch,
    stringifySearch: writtenSearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: NotFound,
  })
}

/** The requesters' app is a page of its own. */
function loadPage({ location }: { location: { href: string } }): never {
  throw redirect({ href: location.href, reloadDocument: true })
}

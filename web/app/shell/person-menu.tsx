import { LogOut } from 'lucide-react'
import { DENSITIES, THEMES } from '../../../contracts/boot.ts'
import { t } from '../../locales/t.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useLook } from '../look/look.ts'
import { useSignOut } from '../sign-out.ts'
import { useMe } from '../who.tsx'

/** Who is signed in, how the app looks to them, and the way out. */
export function PersonMenu({ isNarrow }: { isNarrow: boolean }) {
  const { person } = useMe()
  const [look, changeLook] = useLook()
  const signOut = useSignOut()
  const entries: MenuEntry[] = [
    { kind: 'heading', text: t('frame.theme') },
    ...THEMES.map((theme) => ({
      id: theme,
      text: t(`frame.theme.${theme}`),
      chosen: look.theme === theme,
      onSelect: () => changeLook({ theme }),
    })),
    { kind: 'separator' },
    { kind: 'heading', text: t('frame.density') },
    ...DENSITIES.map((density) => ({
      id: density,
      text: t(`frame.density.${density}`),
      chosen: look.density === density,
      onSelect: () => changeLook({ density }),
    })),
    { kind: 'separator' },
    {
      id: 'sign-out',
      text: t('frame.signOut'),
      icon: <LogOut size={16} aria-hidden="true" />,
      onSelect: signOut,
    },
  ]
  return (
    <Menu
      label={t('frame.me', { name: person.name })}
      side="top"
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={t('frame.me', { name: person.name })}
          className={classNames(
            'flex min-h-9 items-center gap-2 rounded-control p-1 hover:bg-hover pointer-coarse:min-h-11',
            isNarrow && 'pointer-coarse:min-w-11',
            !isNarrow && 'w-full',
          )}
        >
          <Avatar name={person.name} id={person.id} />
          {!isNarrow && <span className="truncate">{person.name}</span>}
        </button>
      }
    />
  )
}

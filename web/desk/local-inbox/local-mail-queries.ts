import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { listLocalInbox, readLocalMail } from '../../../contracts/local-inbox.ts'
import { useDesk } from '../../api/index.ts'

const PAGE = 20

/** The mails, newest first, by pages; read anew when the stream tells that a mail left. */
export function useLocalMails() {
  const { client } = useDesk()
  return useInfiniteQuery({
    queryKey: ['local-inbox'],
    queryFn: ({ pageParam }) =>
      client.call(listLocalInbox, {
        query: { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** One mail as it would have left; it never changes. */
export function useLocalMail(id: string) {
  const { client } = useDesk()
  return useQuery({
    queryKey: ['local-mail', id],
    queryFn: () => client.call(readLocalMail, { params: { id } }),
  })
}

import { useState } from 'react'

const STORED_AS = 'docket-properties'

/** Whether the column of properties is shown, and the way to change it; kept in this browser. */
export function usePropertyColumn(): [boolean, () => void] {
  const [isShown, setShown] = useState(isKeptShown)
  const toggle = () => {
    setShown(!isShown)
    try {
      localStorage.setItem(STORED_AS, isShown ? 'hidden' : 'shown')
    } catch {
      // Kept for this page then.
    }
  }
  return [isShown, toggle]
}

function isKeptShown(): boolean {
  try {
    return localStorage.getItem(STORED_AS) !== 'hidden'
  } catch {
    return true
  }
}

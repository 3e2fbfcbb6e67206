/** A ticket's properties, and the keys and pickers that change them. */
export { PropertyActions } from './property-actions.tsx'
export { PropertyPanel } from './property-panel.tsx'
export { useStaffName } from './staff.ts'

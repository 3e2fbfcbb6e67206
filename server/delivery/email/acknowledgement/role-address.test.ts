import { expect, test } from 'vitest'
import { isRoleAddress } from './role-address.ts'

test.each([
  'noreply@shop.example',
  'no-reply@shop.example',
  'NO_REPLY@shop.example',
  'do-not-reply@shop.example',
  'donotreply@shop.example',
  'billing-noreply@shop.example',
  'noreply+tag@shop.example',
  'noreply-orders@shop.example',
  'mailer-daemon@mx.example',
  'MAILER-DAEMON@mx.example',
  'postmaster@mx.example',
  'bounce@list.example',
  'bounces+123=x@list.example',
  'bounce-77@list.example',
  'owner-cooks@list.example',
  'cooks-request@list.example',
  'cooks-bounces@list.example',
  'abuse@isp.example',
  'root@host.example',
  'notifications@forge.example',
])('%s is never acknowledged', (address) => expect(isRoleAddress(address)).toBe(true))

test.each([
  'rita@example.com',
  'reply@example.com',
  'noreen@example.com',
  'arno.reply@example.com',
  'support@example.com',
  'info@example.com',
  'rita+noreplies@example.com',
  'bouncer@club.example',
])('%s is somebody', (address) => expect(isRoleAddress(address)).toBe(false))

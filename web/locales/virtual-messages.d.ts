declare module 'virtual:messages/en' {
  export const messages: import('@lingui/core').Messages
}
declare module 'virtual:messages/late' {
  export const messages: import('@lingui/core').Messages
}
declare module 'virtual:messages/pseudo' {
  export const messages: import('@lingui/core').Messages
}
declare module 'virtual:messages/portal-en' {
  export const messages: import('@lingui/core').Messages
}
declare module 'virtual:messages/portal-pseudo' {
  export const messages: import('@lingui/core').Messages
}

// What the build's plugin `countries` generates.
declare module 'virtual:countries' {
  export const sheet: import('../../../countries').Sheet;
}

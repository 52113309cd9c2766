/** A path inside this site, whatever was asked for: never a way to another one. */
export function localPath(wanted: string): string {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return '/'
  // browsers read a backslash as a slash
  return wanted.includes('\\') ? '/' : wanted
}

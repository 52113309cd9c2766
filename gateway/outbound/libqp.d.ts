declare module 'libqp' {
  /** Quoted-printable (RFC 2045 section 6.7), not yet wrapped. */
  function encode(bytes: Buffer): string
  /** Soft line ends at `length` signs. */
  function wrap(text: string, length: number): string
  const libqp: { encode: typeof encode; wrap: typeof wrap }
  export default libqp
}

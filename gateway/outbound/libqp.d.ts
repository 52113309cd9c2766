declare module 'libqp' {
  /** Quoted-printable (RFC 2045 section 6.7), not yet wrapped. */
  function encode(bytes: Buffer): string
  /** Soft line ends at `length` signs. */
  function wrap(text: string, length: number): string
  function decode(text: string): Buffer
  const libqp: { encode: typeof encode; wrap: typeof wrap; decode: typeof decode }
  export default libqp
}

import libqp from 'libqp'

/** Turns what is ready for the wire back into what a reader sees. */
export function readWire(encoded: string): string {
  return Buffer.from(libqp.decode(encoded)).toString('utf8')
}

import type { Sequelize } from 'sequelize'
import { type Dialect, type Query, queryOf } from './query.ts'

/**
 * A connection lent from Sequelize's pool for one transaction. We begin and end the transaction ourselves: one statement each,
 * where Sequelize needs up to three.
 */
export type Lease = {
  query: Query
  giveBack(): void
  /** Its state is not known any more: nobody gets it again. */
  throwAway(): void
}

/** The part of Sequelize's connection manager that its own transactions use. */
type Manager = {
  getConnection(options: { uuid: string }): Promise<Connection>
  releaseConnection(connection: Connection): void
  destroyConnection?(connection: Connection): Promise<void>
}
type Connection = { uuid: string | undefined; spoil?(): void }

let lent = 0

export async function lend(sequelize: Sequelize, dialect: Dialect): Promise<Lease> {
  const manager = sequelize.connectionManager as unknown as Manager
  const uuid = `lease ${++lent}`
  const connection = await manager.getConnection({ uuid })
  connection.uuid = uuid
  return {
    query: queryOf(connection, dialect),
    giveBack: () => manager.releaseConnection(connection),
    throwAway() {
      if (dialect === 'postgres')
        return void manager.destroyConnection?.(connection).catch(() => {})
      connection.spoil?.()
      manager.releaseConnection(connection)
    },
  }
}

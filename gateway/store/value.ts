/** What a column holds in both databases: flags are 0 or 1, times are milliseconds since 1970, JSON is text. */
export type Value = string | number | null | Buffer
export type Row = Record<string, Value>

/** The people of all stories. */
export const nora = { name: 'Nora Quist', email: 'nora@customer.test' }
export const vic = { name: 'Vic Moreau', email: 'vic@vendor.test' }
export const kim = { name: 'Kim Larsen', email: 'kim@example.test' }
export const ada = { name: 'Ada Byrne', email: 'ada@example.test' }
export const mallory = { name: 'Mallory', email: 'mallory@elsewhere.test' }

export type Player = { name: string; email: string }

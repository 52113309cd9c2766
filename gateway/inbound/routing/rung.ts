/** The evidence that decided where a mail goes, strongest first; stored with the message as "why here". */
export type Rung =
  | 'token'
  | 'header token'
  | 'in-reply-to'
  | 'references'
  | 'named id'
  | 'footer reference'
  | 'subject tag'
  | 'record address'
  | 'alias'

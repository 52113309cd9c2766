import type { TraceStep } from '../../store/tables/mailbag.ts'

/** What the trace of a held mail says for people who decide about it: who it says wrote it, how it begins, who was asked. */
export type HeldReading = {
  /** The author's address as it was read; '' where nobody could read one. */
  from: string
  subject: string
  words: string
  /** What became of the question to the colleague; '' where there was none to ask. */
  question: string
}

/** Reads the latest time that the mail was read: rules and words may have changed since the first. */
export function readingIn(trace: TraceStep[]): HeldReading {
  const read = trace.findLast(({ step }) => step === 'read')
  const asked = trace.findLast((step) => wordIn(step, 'question') !== '')
  return {
    from: wordIn(read, 'from'),
    subject: wordIn(read, 'subject'),
    words: wordIn(read, 'words'),
    question: wordIn(asked, 'question'),
  }
}

function wordIn(step: TraceStep | undefined, name: string): string {
  const value = (step?.details as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

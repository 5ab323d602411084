import type { ProblemView, ReplaySelection } from '../../services.ts';

export interface CauseGroup {
  cause: string;
  problems: ProblemView[];
}

/** The problems of a page by cause, in the order in which the causes first appear. */
export function byCause(problems: ProblemView[]): CauseGroup[] {
  const groups = new Map<string, ProblemView[]>();
  for (const problem of problems) {
    const group = groups.get(problem.cause);
    if (group) group.push(problem);
    else groups.set(problem.cause, [problem]);
  }
  return [...groups].map(([cause, members]) => ({ cause, problems: members }));
}

/** What a button of the screen asks to replay; null for a form that is none of ours. */
export function readSelection(form: FormData): ReplaySelection | null {
  const [id, cause] = [form.get('id'), form.get('cause')];
  if (typeof id === 'string' && id) return { ids: [id] };
  if (typeof cause === 'string' && cause) return { cause };
  return form.get('all') === 'true' ? { all: true } : null;
}

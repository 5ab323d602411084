import { useEffect, useState } from 'react';

export type StepsOf = typeof import('../../domain/rule-steps.ts').ruleSteps;

/**
 * The code that plays rules on a customer, with every country's phone numbers: not part of the page's own code, but on
 * its way beside it.
 */
const loading = typeof document === 'undefined' ? null : import('../../domain/rule-steps.ts');
// Without it the examples are missing, nothing else.
loading?.catch(() => {});

/** null while it is on its way. */
export function useSteps(): StepsOf | null {
  const [steps, setSteps] = useState<StepsOf | null>(null);
  useEffect(() => {
    let left = false;
    loading?.then(
      ({ ruleSteps }) => left || setSteps(() => ruleSteps),
      () => {},
    );
    return () => {
      left = true;
    };
  }, []);
  return steps;
}

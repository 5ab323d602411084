import { useEffect, useState } from 'react';

export type StepsOf = typeof import('../../domain/rule-steps.ts').ruleSteps;

/** The code that plays rules on a customer, with every country's phone numbers: it comes after the screen. */
export function useSteps(): StepsOf | null {
  const [steps, setSteps] = useState<StepsOf | null>(null);
  useEffect(() => {
    let left = false;
    void import('../../domain/rule-steps.ts').then(({ ruleSteps }) => {
      if (!left) setSteps(() => ruleSteps);
    });
    return () => {
      left = true;
    };
  }, []);
  return steps;
}

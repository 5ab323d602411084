import { useEffect, useState } from 'react';

/**
 * Something the merchant chose not to see again, remembered by the browser. True until the browser was asked, so that
 * what was skipped does not flash.
 */
export function useSkipped(name: string): [skipped: boolean, skip: () => void] {
  const [skipped, setSkipped] = useState(true);
  useEffect(() => {
    try {
      setSkipped(window.localStorage.getItem(name) !== null);
    } catch {
      // A browser that keeps nothing for frames: shown again each time.
      setSkipped(false);
    }
  }, [name]);
  const skip = () => {
    setSkipped(true);
    try {
      window.localStorage.setItem(name, new Date().toISOString());
    } catch {
      // As above.
    }
  };
  return [skipped, skip];
}

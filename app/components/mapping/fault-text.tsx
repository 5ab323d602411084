import { InlineError } from '@shopify/polaris';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Part, RowFault } from './faults.ts';
import { fieldName } from './names.ts';
import { saidText } from './said.ts';

/** A fault in the merchant's language. */
function faultText({ code, names, message }: RowFault, t: TFunction): string {
  const other = names.other === undefined ? '' : fieldName(names.other, null, t);
  if (code === 'other') return saidText(message, t);
  return t(`mapping.fault.${code}`, { ...names, other });
}

/** The first fault of a part of the editor, for the field it belongs to. */
export function partFault(faults: readonly RowFault[], part: Part, t: TFunction): string | undefined {
  const fault = faults.find((each) => each.part === part);
  return fault && faultText(fault, t);
}

export function FaultText({ fault }: { fault: RowFault }) {
  const { t } = useTranslation();
  return <InlineError fieldID={`${fault.part}-${fault.code}`} message={faultText(fault, t)} />;
}

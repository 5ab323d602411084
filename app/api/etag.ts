import { hashOf } from './once.ts';

// Entity tags of the configuration: its version and a hash of the representation, so that JSON and YAML differ as
// RFC 9110 wants, while both name the version that If-Match is about.

export async function etagOf(version: number, text: string): Promise<string> {
  return `"${version}.${(await hashOf(text)).slice(0, 12)}"`;
}

/** The versions that an If-Match names; weak tags and tags of others name none. `any`: no header, or `*`. */
export function versionsIn(header: string | null): readonly number[] | 'any' {
  if (header === null || header.trim() === '*') return 'any';
  return tagsIn(header).flatMap((tag) => {
    const version = /^"(\d{1,9})\.[0-9a-f]{12}"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Whether an If-None-Match names the tag, weak or not. */
export function isCurrent(etag: string, header: string | null): boolean {
  if (header === null) return false;
  return header.trim() === '*' || tagsIn(header).some((tag) => tag.replace(/^W\//, '') === etag);
}

function tagsIn(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}

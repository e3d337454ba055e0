import { InvalidSettings } from './choose-models.ts';
import type { Settings } from './settings.ts';

/** One line with an @ in it; the mail library writes it into a header. */
const mailAddress = /^[^\p{Cc}]*[^\s@<>,]+@[^\s@<>,]+>?$/u;

/**
 * What the settings say about where documents come from and go to.
 * @throws InvalidSettings for an address that is none.
 */
export function siteOf({ SHIP_OR_SKIP_SITE: site, SHIP_OR_SKIP_MAIL_FROM: from, SHIP_OR_SKIP_MAIL_TO: to }: Settings) {
  if (site !== undefined && !(URL.canParse(site) && /^https?:/i.test(site)))
    throw new InvalidSettings('SHIP_OR_SKIP_SITE is not an address.\nWrite one that begins with http:// or https://.');
  return {
    address: site ?? null,
    from: requireMail('SHIP_OR_SKIP_MAIL_FROM', from ?? 'ship-or-skip@localhost'),
    to: requireMail('SHIP_OR_SKIP_MAIL_TO', to ?? 'readers@localhost'),
  };
}

function requireMail(name: string, text: string): string {
  const addresses = text.split(',').map((part) => part.trim());
  if (addresses.every((address) => mailAddress.test(address))) return text;
  throw new InvalidSettings(`${name} is not a mail address.\nWrite for example: Ada Byron <ada@example.org>`);
}

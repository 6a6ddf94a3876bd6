/** Moments as people write them. */
const CLOCK = 5;

/** Dates as in the language of the page; English as it is written in Europe. */
function locale(): string {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang;
}

/** A month such as `2026-11` in words. */
export function monthInWords(month: string): string {
  return new Date(`${month}-01T00:00`).toLocaleDateString(locale(), { month: "long", year: "numeric" });
}

/** A moment as on a clock, with the day where it is not today. */
export function moment(milliseconds: number): string {
  const date = new Date(milliseconds);
  const clock = date.toTimeString().slice(0, CLOCK);
  if (date.toDateString() === new Date().toDateString()) return clock;
  const day = date.toLocaleDateString(locale(), { day: "numeric", month: "long" });
  return `${day}, ${clock}`;
}

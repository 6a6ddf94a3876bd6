/** Moments as people write them. */
const CLOCK = 5;

/** A moment as on a clock, with the day where it is not today. */
export function moment(milliseconds: number): string {
  const date = new Date(milliseconds);
  const clock = date.toTimeString().slice(0, CLOCK);
  if (date.toDateString() === new Date().toDateString()) return clock;
  const { lang } = document.documentElement;
  const day = date.toLocaleDateString(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long" });
  return `${day}, ${clock}`;
}

/** Languages by name, in the language of the page: "Tigrinya" for `ti`; the code itself where there is no name. */
export function languageName(code: string): string {
  return new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(code) ?? code;
}

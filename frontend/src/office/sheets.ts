/** Taking a sheet from a file: its text goes into the box in which it could have been pasted. */
import { find, findAll } from "../page/elements.ts";

for (const file of findAll<HTMLInputElement>("input[data-into]")) {
  find<HTMLElement>(".file", file.closest<HTMLElement>(".field") ?? undefined).hidden = false;
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen) find<HTMLTextAreaElement>(`#${file.dataset.into}`).value = await chosen.text();
  });
}

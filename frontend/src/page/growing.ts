/** A box of several lines that is as high as what stands in it: nothing of it is out of sight. */
export function growing(box: HTMLTextAreaElement): HTMLTextAreaElement {
  const grow = (): void => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  box.addEventListener("input", grow);
  new ResizeObserver(grow).observe(box); // it is put on the page, or the page becomes narrower
  return box;
}

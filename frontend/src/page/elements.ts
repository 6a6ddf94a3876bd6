/** Finding and making elements. Text goes in as text only: nothing here takes HTML. */

type Parent = Document | DocumentFragment | Element;

/** The one element that a template of ours must have. */
export function find<T extends Element = HTMLElement>(selector: string, within: Parent = document): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

export const findAll = <T extends Element = HTMLElement>(selector: string, within: Parent = document): T[] =>
  Array.from(within.querySelectorAll<T>(selector));

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** The content of a `<template>`, as a new element of its own. */
export function clone<T extends HTMLElement = HTMLElement>(template: string): T {
  const content = find<HTMLTemplateElement>(template).content;
  return (content.firstElementChild as T).cloneNode(true) as T;
}

/** Data that the page carries in a `<script type="application/json">`. */
export const carried = <T>(id: string): T => JSON.parse(find(`#${id}`).textContent ?? "") as T;

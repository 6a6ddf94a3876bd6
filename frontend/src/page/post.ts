/** Asking the server something. Nothing is kept, and only our own server is ever asked. */

export interface Answer<T> {
  /** The status, or 0 when there was no connection. */
  status: number;
  content: T & { error?: string };
}

const NO_CONNECTION = 0;

export async function ask<T>(address: string, request: RequestInit = {}): Promise<Answer<T>> {
  try {
    const response = await fetch(address, { cache: "no-store", redirect: "error", ...request });
    const text = response.status === 204 ? "{}" : await response.text();
    return { status: response.status, content: JSON.parse(text) };
  } catch {
    return { status: NO_CONNECTION, content: { error: "no_connection" } as T & { error: string } };
  }
}

export const posting = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

export const post = <T = object>(address: string, body: object): Promise<Answer<T>> => ask<T>(address, posting(body));

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

/** Post something; without an answer after `patience` milliseconds there is no connection. */
export async function post<T = object>(address: string, body: object, patience?: number): Promise<Answer<T>> {
  const control = new AbortController();
  const timer = patience && setTimeout(() => control.abort(), patience);
  const answer = await ask<T>(address, { ...posting(body), signal: control.signal });
  clearTimeout(timer);
  return answer;
}
